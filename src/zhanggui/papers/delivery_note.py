"""The delivery note that goes with a parcel: what is inside, without prices unless the shop asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from django.utils.translation import gettext

from zhanggui.papers.note_slots import draw_slot, slots_of
from zhanggui.papers.pen import Pen
from zhanggui.papers.templates import NOTE, USUAL, PaperTemplate, in_language
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
    columns: Sequence[str] = USUAL[NOTE].columns,
) -> bytes:
    """Every copy of every note, in the order given; a long note runs on into the next place and says so."""
    if not notes or not copies:
        raise NothingToPrint
    pen = Pen(title=gettext("Delivery notes"), width=size.value.width, height=size.value.height)
    _draw_notes(pen, notes, size.value, copies, columns)
    return pen.bytes()


def notes_by_template_pdf(
    batches: Sequence[tuple[PaperTemplate, Sequence[DeliveryNotePaper]]], left_out: Sequence[str] = ()
) -> bytes:
    """Each batch as its template says, one after the other; a last page names what was left out, and why."""
    if not any(notes for _template, notes in batches):
        raise NothingToPrint
    first = NoteSize[batches[0][0].size].value
    pen = Pen(title=gettext("Delivery notes"), width=first.width, height=first.height)
    for template, notes in batches:
        draw_note_batch(pen, template, notes)
    for place, words in enumerate(left_out):
        pen.block(words, x=8, y=12 + place * 14, width=pen.width - 16, height=12, size=11, bold=True)
    if left_out:
        pen.next_page()
    return pen.bytes()


def draw_note_batch(pen: Pen, template: PaperTemplate, notes: Sequence[DeliveryNotePaper]) -> None:
    layout = NoteSize[template.size].value
    pen.resize(width=layout.width, height=layout.height)
    worded = [replace(note, shop=template.heading or note.shop, thanks=template.words) for note in notes]
    with in_language(template):
        _draw_notes(pen, worded, layout, [NoteCopy(copy) for copy in template.copies], template.columns)


def _draw_notes(
    pen: Pen,
    notes: Sequence[DeliveryNotePaper],
    layout: NoteLayout,
    copies: Sequence[NoteCopy],
    columns: Sequence[str],
) -> None:
    height = layout.height / layout.on_page
    slots = [
        slot
        for note in notes
        for copy in copies
        for slot in slots_of(note, copy, width=layout.width, height=height, columns=columns)
    ]
    for start in range(0, len(slots), layout.on_page):
        for place, slot in enumerate(slots[start : start + layout.on_page]):
            draw_slot(pen, slot, top=place * height, height=height)
            if place:
                pen.dashes(y=place * height)
        pen.next_page()
