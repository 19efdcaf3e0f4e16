"""Reading single fields of a payload, strictly: a value is what it should be, or the order is set aside.

Payloads come from `answers.read_object`, where numbers are still the digits the platform wrote.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from zhanggui.connectors.selling.moments import BEIJING
from zhanggui.kernel.refusal import Refusal

_ID = re.compile(r"[0-9]{1,32}")
_MONEY = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_FEN = re.compile(r"[0-9]{1,14}")
_COUNT = re.compile(r"[0-9]{1,9}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_SECONDS = re.compile(r"[0-9]{9,10}")
_NEVER = ("0000-", "0001-01-01", "1970-01-01")
_NOT_FOR_TEXT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL and UTF-8 cannot hold these


class UnreadableOrder(Refusal):
    """Order {number} could not be read: {field} is “{value}”."""


class FieldMissing(UnreadableOrder):
    """Order {number} could not be read: the platform sent no {field}."""


class AmountUnreadable(UnreadableOrder):
    """Order {number} could not be read: {field} “{value}” is not an amount with at most two decimals."""


class MomentUnreadable(UnreadableOrder):
    """Order {number} could not be read: {field} “{value}” is not a time."""


class CountUnreadable(UnreadableOrder):
    """Order {number} could not be read: {field} “{value}” is not a whole number above zero."""


class StateUnknown(UnreadableOrder):
    """Order {number} could not be read: {field} “{value}” is a state we do not know."""


class LineRepeated(UnreadableOrder):
    """Order {number} could not be read: line {value} appears twice."""


class Fields:
    """The fields of one order or line. Refusals name the order and the field they stand in.

    Moments without a zone are those of `zone`.
    """

    def __init__(self, payload: Mapping[str, Any], *, number: str, zone: ZoneInfo = BEIJING) -> None:
        self._payload = payload
        self._number = number
        self._zone = zone

    def text(self, name: str) -> str:
        """The text without what a database cannot hold; empty when the platform sent nothing."""
        value = self._payload.get(name)
        return _NOT_FOR_TEXT.sub("", value) if isinstance(value, str) else ""

    def identifier(self, name: str) -> str:
        """The id digit by digit. Taobao repeats it as text in `<name>_str`, which wins."""
        value = self.text(f"{name}_str") or self.text(name)
        if not value:
            raise self.missing(name)
        if not _ID.fullmatch(value):
            raise self._refuse(UnreadableOrder, name, value)
        return value

    def money(self, name: str, *, or_else: Decimal | None = None) -> Decimal:
        """An amount in major units (yuan), never below zero."""
        value = self.text(name).strip()
        if not value:
            if or_else is None:
                raise self.missing(name)
            return or_else
        if not _MONEY.fullmatch(value) or value.startswith("-"):
            raise self._refuse(AmountUnreadable, name, value)
        return Decimal(value)

    def fen(self, name: str, *, or_else: Decimal | None = None) -> Decimal:
        """An amount written in hundredths, in major units."""
        value = self.text(name).strip()
        if not value:
            if or_else is None:
                raise self.missing(name)
            return or_else
        if not _FEN.fullmatch(value):
            raise self._refuse(AmountUnreadable, name, value)
        return Decimal(value).scaleb(-2)

    def quantity(self, name: str) -> int:
        value = self.text(name).strip()
        if not value:
            raise self.missing(name)
        if not _COUNT.fullmatch(value) or int(value) == 0:
            raise self._refuse(CountUnreadable, name, value)
        return int(value)

    def small_number(self, name: str) -> int:
        """A flag; anything that is no number counts as not set."""
        value = self.text(name).strip()
        return int(value) if _COUNT.fullmatch(value) else 0

    def moment(self, name: str) -> datetime:
        moment = self.moment_if_any(name)
        if moment is None:
            raise self.missing(name)
        return moment

    def moment_if_any(self, name: str) -> datetime | None:
        """Local time as the platform writes it, in UTC. What platforms write for "never" is none."""
        value = self.text(name).strip()
        if not value or value.startswith(_NEVER):
            return None
        try:
            if not _MOMENT.fullmatch(value):
                raise ValueError(value)
            local = datetime.fromisoformat(value)
        except ValueError as fault:
            raise self._refuse(MomentUnreadable, name, value) from fault
        return local.replace(tzinfo=self._zone).astimezone(UTC)

    def seconds_if_any(self, name: str) -> datetime | None:
        """A moment written as seconds since 1970; zero is none."""
        value = self.text(name).strip()
        if not value or value == "0":
            return None
        if not _SECONDS.fullmatch(value):
            raise self._refuse(MomentUnreadable, name, value)
        return datetime.fromtimestamp(int(value), UTC)

    def stamp_if_any(self, name: str) -> datetime | None:
        """A moment of ISO 8601 that names its zone; one without is refused, for nobody knows when it was."""
        value = self.text(name).strip()
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as fault:
            raise self._refuse(MomentUnreadable, name, value) from fault
        if moment.tzinfo is None:
            raise self._refuse(MomentUnreadable, name, value)
        return moment.astimezone(UTC)

    def local_stamp_if_any(self, name: str) -> datetime | None:
        """A moment of ISO 8601; one that names no zone is in that of these fields."""
        value = self.text(name).strip()
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as fault:
            raise self._refuse(MomentUnreadable, name, value) from fault
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).astimezone(UTC)

    def missing(self, name: str) -> Refusal:
        return FieldMissing(number=self._number, field=name)

    def unknown_state(self, name: str) -> Refusal:
        return StateUnknown(number=self._number, field=name, value=self.text(name))

    def _refuse(self, refusal: type[UnreadableOrder], name: str, value: str) -> Refusal:
        return refusal(number=self._number, field=name, value=value)
