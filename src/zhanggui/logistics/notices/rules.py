"""When a buyer may be told, and in which words. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.notices.states import NoticeEvent
from zhanggui.logistics.tracking.states import AnomalyKind

FIELDS = ("order", "waybill", "carrier", "goods", "shop", "words")
OF_MESSAGES = ("order", "goods", "shop", "words")
"""A message somebody writes is about an order, with or without a parcel."""
USUAL_LANGUAGE = "zh-hans"
LONGEST_SUBJECT, LONGEST_TEXT = 100, 500
STALE = timedelta(hours=48)
"""A notice that could not be sent for so long tells nothing new."""
LEASE = timedelta(minutes=15)
_FIELD = re.compile(r"\{([^{}]*)\}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")

DELAYS = frozenset({AnomalyKind.UNCOLLECTED, AnomalyKind.STUCK})
"""Anomalies that buyers are told of as delays; of the others in TROUBLES as trouble, of the rest not."""
TROUBLES = frozenset({AnomalyKind.TROUBLE, AnomalyKind.UNFETCHED, AnomalyKind.LOST, AnomalyKind.DAMAGED})


class NoticeFieldUnknown(Refusal):
    """The field {field} is not known. Known are: {known}."""


class NoticeWordsMissing(Refusal):
    """Write a subject and what the buyer should read."""


class BuyerWantsNone(Refusal):
    """The buyer wants no notices."""


class ParcelGoesNoMore(Refusal):
    """The parcel was stopped, called back or taken back: it does not go to the buyer any more."""


class MessageWaitsNoMore(Refusal):
    """The message was withdrawn, written anew, or sent by hand."""


class MessageLeftOut(Refusal):
    """The field {field} must be among the words: it is what was written to the buyer."""


class NothingNewInIt(Refusal):
    """It could not be sent in time and tells nothing new any more."""


class HeardEnough(Refusal):
    """The buyer was told {most} times today already."""


class AddressNotUnderstood(Refusal):
    """This is neither an e-mail address nor a mobile number."""


class NoticeNotFailed(Refusal):
    """Only notices that were not sent are sent again; this one is: {state}."""


def event_of(kind: str) -> NoticeEvent | None:
    """What a buyer is told of an anomaly."""
    if kind in DELAYS:
        return NoticeEvent.DELAYED
    return NoticeEvent.ANOMALY if kind in TROUBLES else None


def fields_of(event: str) -> tuple[str, ...]:
    """What is filled in the words about this event."""
    return OF_MESSAGES if event == NoticeEvent.MESSAGE else FIELDS


def check_words(subject: str, text: str, *, event: str = "") -> None:
    """Raises NoticeWordsMissing, NoticeFieldUnknown, MessageLeftOut."""
    if not subject.strip() or not text.strip():
        raise NoticeWordsMissing
    known = fields_of(event)
    for field in _FIELD.findall(subject + text):
        if field not in known:
            raise NoticeFieldUnknown(field=field, known=", ".join(known))
    if event == NoticeEvent.MESSAGE and "{words}" not in text:
        raise MessageLeftOut(field="{words}")


def language_of(place: str) -> str:
    """What the receiver reads, as far as the address tells."""
    return "en" if _LETTER.search(place) and not _HAN.search(place) else USUAL_LANGUAGE


def cause_of(message_id: int, written_at: datetime) -> str:
    """The same for one message in the same words: a message that is written anew is another cause."""
    return f"{message_id} {written_at.timestamp():.6f}"


def filled(template: str, values: Mapping[str, str], *, longest: int) -> str:
    return _FIELD.sub(lambda found: values.get(found[1], ""), template.strip())[:longest]


def example_of(shop: str) -> dict[str, str]:
    """An example in each field, for a preview."""
    return {
        "order": "2026112200001", "waybill": "75000000000001", "carrier": gettext("Carrier"), "goods": gettext("Goods"),
        "shop": shop, "words": "…",
    }  # fmt: skip


def speaks_from(at: datetime, *, quiet_from: time, quiet_until: time, zone: ZoneInfo) -> datetime:
    """`at`, or the end of the quiet hours it falls into. Equal times: it is never quiet."""
    local = at.astimezone(zone)
    now, over_night = local.time(), quiet_from > quiet_until
    is_quiet = (now >= quiet_from or now < quiet_until) if over_night else quiet_from <= now < quiet_until
    if quiet_from == quiet_until or not is_quiet:
        return at
    day = local.date() + timedelta(days=1) if over_night and now >= quiet_from else local.date()
    return datetime.combine(day, quiet_until, zone)
