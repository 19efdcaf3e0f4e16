"""A table of the warehouse, for tests that scan over HTTP."""

from datetime import timedelta
from uuid import uuid4

from zhanggui.orders.testing import AT


class Table:
    """One browser at one station: the context goes along with every scan, as the page does it."""

    def __init__(self, client, station):
        self.client, self.url, self.context = client, f"/station/{station}/scan", {}

    def scan(self, code, *, scan_id=None, keep=True):
        body = {"code": code, "scan_id": str(scan_id or uuid4()), "context": self.context}
        answer = self.client.post(self.url, body, content_type="application/json").json()
        if keep:
            self.context = answer.get("context", {})
        return answer

    def later(self):
        """The last scan was long enough ago to mean it."""
        self.context["shown_at"] = (AT - timedelta(days=1)).isoformat()
        return self
