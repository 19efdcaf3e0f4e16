"""Why nobody sends an order, as its hold keeps it: codes with their data, worded for whoever reads them."""

from collections.abc import Mapping
from typing import Any

import orjson

from zhanggui.fulfilment.places.trying import reason_words
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.states import HoldReason
from zhanggui.orders.wording import words_notes

LONGEST = 200
"""What the pool of exceptions keeps of a note."""


def note_of(refusal: Refusal) -> str:
    """The first reasons of the refusal, as many as fit; its sentence when not even one does."""
    told: list[tuple[str, Mapping[str, Any]]] = []
    note = ""
    for reason in refusal.data.get("reasons", [refusal]):
        told.append((reason.code(), reason.data))
        longer = orjson.dumps(told).decode()
        if len(longer) > LONGEST:
            break
        note = longer
    return note or refusal.sentence


@words_notes(HoldReason.NO_PLACE)
def nowhere_words(note: str) -> str:
    """The reasons in the reader's language; a note that was written as a sentence is one."""
    try:
        return " ".join(reason_words(code, data) for code, data in orjson.loads(note))
    except (orjson.JSONDecodeError, ValueError, TypeError):
        return note
