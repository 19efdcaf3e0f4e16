"""A carrier that exists only here: it issues numbers and carries nothing."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import connection

from zhanggui.connectors.testcarrier.checkdigit import write_waybill
from zhanggui.kernel.doors.carrier import CarrierDown, InterceptAnswer

_ISSUE = "SELECT nextval('testcarrier_waybill_seq') FROM generate_series(1, %s)"


_CONTRARY = ("3", "7")
"""In a mixed mood it says no to numbers that end like this."""


def _mood(what: str, *, otherwise: str = "yes") -> str:
    """How it answers, set by TESTCARRIER_MOODS: yes, no, mixed, silent, and for intercepts later."""
    moods: Mapping[str, str] = getattr(settings, "TESTCARRIER_MOODS", {})
    return moods.get(what, otherwise)


class TestCarrier:
    """Waybill numbers from a database sequence: never given twice, not even when the caller rolls back."""

    __test__ = False  # not a test class, whatever its name

    key = "testcarrier"
    label = "Test carrier"
    collects_cash = True

    @property
    def takes_ciphers(self) -> bool:
        """Only when it is told to."""
        return _mood("ciphers", otherwise="no") == "yes"

    def issue(self, *, count: int) -> Sequence[str]:
        """`count` fresh waybill numbers, in one statement."""
        if count <= 0:
            return []
        with connection.cursor() as cursor:
            cursor.execute(_ISSUE, [count])
            return [write_waybill(running_number) for (running_number,) in cursor.fetchall()]

    def cancel(self, *, waybills: Sequence[str]) -> Mapping[str, str]:
        """All of them are cancelled, unless its mood is worse."""
        return {waybill: "number is in use" for waybill in waybills if not self._agrees("cancel", waybill)}

    def intercept(self, *, waybills: Sequence[str]) -> Mapping[str, InterceptAnswer]:
        """All of them are brought back, unless its mood is worse; the mood "later" gives no answer yet."""
        if _mood("intercept") == "later":
            return dict.fromkeys(waybills, InterceptAnswer(None))
        agreed = {waybill: self._agrees("intercept", waybill) for waybill in waybills}
        return {
            waybill: InterceptAnswer(agrees, "" if agrees else "out for delivery") for waybill, agrees in agreed.items()
        }

    def _agrees(self, what: str, waybill: str) -> bool:
        mood = _mood(what)
        if mood == "silent":
            raise CarrierDown(carrier=self.key, reason="connection refused")
        return mood in {"yes", "later"} or (mood == "mixed" and not waybill.endswith(_CONTRARY))


class TestExpress(TestCarrier):
    """A second carrier of the same kind, dearer and faster on paper, so that there is something to choose."""

    key = "testexpress"
    label = "Test express"
