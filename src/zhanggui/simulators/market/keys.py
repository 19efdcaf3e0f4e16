"""Who may speak for the shop: one token at a time, with an end, renewed by another one."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Keys:
    """`token` is good until `expires_at`. A new grant voids the one before."""

    def __init__(self, clock: Callable[[], datetime], *, lasts: timedelta = timedelta(days=30)) -> None:
        self._clock, self._lasts, self._count = clock, lasts, 0
        self.token = self.refresh = ""
        self.expires_at = clock()
        self.restore()

    def is_good(self, token: str) -> bool:
        return token == self.token and self._clock() < self.expires_at

    def renew(self, refresh: str) -> bool:
        """Whether the refresh token was the right one; if so there is a new pair."""
        if refresh != self.refresh:
            return False
        self._count += 1
        self.token, self.refresh = f"token-demo-{self._count:02d}", f"refresh-demo-{self._count:02d}"
        self.expires_at = self._clock() + self._lasts
        return True

    def expire(self) -> None:
        self.expires_at = self._clock()

    def restore(self) -> None:
        """The token that ran out is good again; the first time there is one at all."""
        self.token = self.token or "token-demo-00"
        self.refresh = self.refresh or "refresh-demo-00"
        self.expires_at = self._clock() + self._lasts
