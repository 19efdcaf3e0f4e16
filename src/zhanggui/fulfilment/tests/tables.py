"""A table of the warehouse, for tests that scan over HTTP."""

from datetime import timedelta
from uuid import uuid4

from zhanggui.orders.testing import AT
from zhanggui.people.testing import PASSWORD


class Table:
    """One browser at one station: the context goes along with every scan, as the page does it."""

    def __init__(self, client, station="verify"):
        self.client, self.place, self.context = client, f"/station/{station}/", {}
        self.url = f"{self.place}scan"

    def scan(self, code, *, scan_id=None, keep=True):
        return self._send("scan", {"code": code}, scan_id=scan_id, keep=keep)

    def fill(self, ask, *, scan_id=None, **values):
        """A form the station asked to be filled in."""
        return self._send("fill", {"ask": ask, "values": values}, scan_id=scan_id)

    def signs(self, ask, username, **values):
        return self.fill(ask, username=username, password=PASSWORD, **values)

    def resume(self):
        """The page was loaded again."""
        return self._send("resume", {})

    def later(self):
        """The last scan was long enough ago to mean it."""
        self.context["shown_at"] = (AT - timedelta(days=1)).isoformat()
        return self

    def _send(self, what, body, *, scan_id=None, keep=True):
        sent = body | {"scan_id": str(scan_id or uuid4()), "context": self.context}
        answer = self.client.post(f"{self.place}{what}", sent, content_type="application/json").json()
        if keep:
            self.context = answer.get("context", {})
        return answer
