"""The delivery note that goes with a parcel: what is inside, without prices unless the shop asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext

from zhanggui.papers.note_slots import draw_slot, slots_of
from zhanggui.papers.pen import Pen
from zhanggui.papers.values import DeliveryNotePaper, NoteCopy, NothingToPrint


@dataclass(frozen=True, slots=True)
class NoteLayout:
    """A page and how many notes stand on it, one above the other."""

    width: int
    height: int
    on_page: int


class NoteSize(Enum):
    """The papers delivery notes are printed on."""

    TWO_ON_A4 = NoteLayout(210, 297, on_page=2)
    THREE_ON_A4 = NoteLayout(210, 297, on_page=3)
    MM_100_150 = NoteLayout(100, 150, on_page=1)


def delivery_notes_pdf(
    notes: Sequence[DeliveryNotePaper],
    *,
    size: NoteSize = NoteSize.TWO_ON_A4,
    copies: Sequence[NoteCopy] = (NoteCopy.WHITE,),
    with_prices: bool = False,
) -> bytes:
    """Every copy of every note, in the order given; a long note runs on into the next place and says so."""
    if not notes or not copies:
        raise NothingToPrint
    layout = size.value
    pen = Pen(title=gettext("Delivery notes"), width=layout.width, height=layout.height)
    height = layout.height / layout.on_page
    slots = [
        slot
        for note in notes
        for copy in copies
        for slot in slots_of(note, copy, width=layout.width, height=height, with_prices=with_prices)
    ]
    for start in range(0, len(slots), layout.on_page):
        for place, slot in enumerate(slots[start : start + layout.on_page]):
            draw_slot(pen, slot, top=place * height, height=height)
            if place:
                pen.dashes(y=place * height)
        pen.next_page()
    return pen.bytes()
