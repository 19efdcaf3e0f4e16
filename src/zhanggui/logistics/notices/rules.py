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
LONGEST_SUBJECT, LONGEST_TEXT = 100, 500
STALE = timedelta(hours=48)
"""A notice that could not be sent for so long tells nothing new."""
LEASE = timedelta(minutes=15)
_FIELD = re.compile(r"\{([^{}]*)\}")

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


def check_words(subject: str, text: str) -> None:
    """Raises NoticeWordsMissing, NoticeFieldUnknown."""
    if not subject.strip() or not text.strip():
        raise NoticeWordsMissing
    for field in _FIELD.findall(subject + text):
        if field not in FIELDS:
            raise NoticeFieldUnknown(field=field, known=", ".join(FIELDS))


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
