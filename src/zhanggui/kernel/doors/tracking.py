"""The door of a tracking source: where a parcel is, asked for or told.

A connector turns its source's words into `TrackEvent`s; everything above this line speaks only that. A source may be a
carrier itself or a service that knows many carriers. `journey.py` folds the events of one parcel into what is known.
Moments are aware datetimes in UTC; waybill numbers and the codes of a source are text.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from zhanggui.kernel.refusal import Refusal

GROUP = "zhanggui.tracking"


class TrackState(StrEnum):
    """Where a parcel is, in the order of its way. Canonical over all sources."""

    CREATED = "created"
    AWAITING_PICKUP = "awaiting_pickup"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    OUT_FOR_DELIVERY = "out_for_delivery"
    AT_PICKUP_POINT = "at_pickup_point"
    EXCEPTION = "exception"  # something is wrong; where the parcel is did not change
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """One thing that happened to a parcel, as one source tells it. `code` is the source's own, kept as it came."""

    carrier: str  # our carrier key
    waybill: str
    happened_at: datetime
    state: TrackState
    words: str
    place: str = ""
    code: str = ""

    @property
    def key(self) -> str:
        """The same for the same event, however often and by whatever way it is told: moment and words make it."""
        words = "".join(self.words.split())
        told = "\n".join((self.carrier, self.waybill, str(int(self.happened_at.timestamp())), words))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class TrackAccount:
    """What a connector needs to speak for the company. `secrets` are opened only for the call."""

    code: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrackedParcel:
    """A parcel to ask about. Some carriers tell only who knows the end of the receiver's or sender's phone number."""

    carrier: str  # our carrier key, mapped by the connector
    waybill: str
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Tracks:
    """Answers for many parcels: the events known, and by waybill why there are none to be had.

    A parcel of which the source knows nothing yet is in neither.
    """

    events: Sequence[TrackEvent] = ()
    refused: Mapping[str, Refusal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """Exactly what the source wants to read back, so that it does not send the same again."""

    body: bytes
    content_type: str = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Pushed:
    """A message that was pushed, verified and read. `answer` is given once the events are stored, and not before.

    `unreadable` counts what stood in it and could not be understood; `ended` names the waybills whose subscription
    the source has closed.
    """

    events: Sequence[TrackEvent]
    answer: PushAnswer
    unreadable: int = 0
    ended: Sequence[str] = ()


class _OfSource(Refusal):
    # It says whose it is, by the source's name in the reader's language.

    def words(self) -> dict[str, Any]:
        from django.utils.translation import gettext

        words = super().words()
        source = str(words.get("source") or "")
        return words | {"source": gettext(source)} if source else words


class TrackingDown(_OfSource):
    """The tracking source {source} does not answer: {reason}. It will be asked again."""


class TrackingThrottled(_OfSource):
    """The tracking source {source} asks us to wait {seconds} seconds."""


class TrackingLoginRefused(_OfSource):
    """The tracking source {source} does not accept our account: {reason}. Check its settings."""


class TrackingRefused(_OfSource):
    """The tracking source {source} refused: {sentence} ({reason})."""


class PushForged(_OfSource):
    """A message that claims to come from {source} is not signed by it. Nothing was read."""

    http_state = 403


class PushUnreadable(_OfSource):
    """A message of {source} cannot be read: {reason}."""


class Tracking(Protocol):
    """One source of tracking. Methods that call raise TrackingDown, TrackingThrottled or TrackingLoginRefused when
    nothing at all can be had; what concerns one parcel is told about that parcel."""

    key: str
    label: str
    rest: timedelta
    """After asking about a parcel: asking about it again sooner brings nothing new, or is refused."""

    def knows(self, carrier: str) -> bool:
        """This source can tell about parcels of this carrier."""
        ...

    def query(self, account: TrackAccount, *, parcels: Sequence[TrackedParcel]) -> Tracks:
        """Everything the source knows of these parcels now."""
        ...

    def subscribe(
        self, account: TrackAccount, *, parcels: Sequence[TrackedParcel], callback: str
    ) -> Mapping[str, Refusal]:
        """The source will push what happens to these parcels to `callback`, but for those answered, each with why.
        Subscribed already is success."""
        ...

    def read_push(self, account: TrackAccount, *, query: Mapping[str, str], body: bytes) -> Pushed:
        """What a pushed message says; `query` is what stood behind the `?` of the address. Reads nothing else and
        talks to nobody. Raises PushForged, PushUnreadable."""
        ...
