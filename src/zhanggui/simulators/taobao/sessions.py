"""Session keys: issued, checked on every call, expired by the clock or the script, refreshed at /token."""

import secrets
from typing import Any
from urllib.parse import quote

from .moments import Clock
from .refused import Refused
from .store import Store

DAY = 86_400.0
LIFE = 30 * DAY
REFRESH_LIFE = 60 * DAY


class GrantRefused(Exception):
    """The token endpoint refuses; the first argument is the OAuth error word."""


class Sessions:
    """The seller's authorizations of this app."""

    def __init__(self, store: Store, clock: Clock, app_key: str, nick: str) -> None:
        self._store = store
        self._clock = clock
        self._app_key = app_key
        self._nick = nick

    def issue(self, access: str, refresh: str, *, app_key: str = "", life: float = LIFE) -> None:
        """This session key is good from now on; the app's earlier ones are void."""
        owner = app_key or self._app_key
        with self._store.step():
            self._store.write("UPDATE session SET state = 'void' WHERE app_key = ?", [owner])
            values = [access, refresh, owner, self._clock().timestamp() + life, "good"]
            self._store.write("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?)", values)

    def current(self) -> str:
        """The session key that is in force, or the last one that was."""
        row = self._store.row(
            "SELECT access_token FROM session WHERE app_key = ? ORDER BY state = 'good' DESC, rowid DESC LIMIT 1",
            [self._app_key],
        )
        return row["access_token"] if row else ""

    def check(self, access: str | None) -> None:
        """Refuses a call whose session key is missing, foreign, void or expired."""
        if not access:
            raise Refused(26, "Missing session")
        row = self._store.row("SELECT * FROM session WHERE access_token = ?", [access])
        if row is None or row["state"] == "void":
            raise Refused(27, "Invalid session", "invalid-sessionkey", "SessionKey非法")
        if row["app_key"] != self._app_key:
            raise Refused(27, "Invalid session", "sessionkey-not-generated-by-server", "SessionKey不是本应用的授权")
        if row["expires"] <= self._clock().timestamp():
            raise Refused(27, "Invalid session", "session-expired", "SessionKey已过期")

    def expire(self) -> None:
        """The session key in force has run out now. It can be refreshed."""
        now = self._clock().timestamp()
        self._store.write("UPDATE session SET expires = ? WHERE app_key = ? AND state = 'good'", [now, self._app_key])

    def restore(self) -> None:
        """The session key in force is good again for its full life, as if it had never run out."""
        until = self._clock().timestamp() + LIFE
        self._store.write("UPDATE session SET expires = ? WHERE app_key = ? AND state = 'good'", [until, self._app_key])

    def refresh(self, refresh: str) -> dict[str, Any]:
        """A new session key and refresh token; the old pair is void."""
        with self._store.step():
            row = self._store.row("SELECT * FROM session WHERE refresh_token = ? AND state = 'good'", [refresh])
            if row is None or row["app_key"] != self._app_key:
                raise GrantRefused("invalid_grant", "refresh token is void or unknown")
            if row["expires"] - LIFE + REFRESH_LIFE <= self._clock().timestamp():
                raise GrantRefused("invalid_grant", "refresh token has expired")
            access, renewed = f"sess-{secrets.token_hex(16)}", f"refresh-{secrets.token_hex(16)}"
            self.issue(access, renewed)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int(LIFE),
            "refresh_token": renewed,
            "re_expires_in": int(REFRESH_LIFE),
            "taobao_user_nick": quote(self._nick),
            "taobao_user_id": "2200000001234",
        }

    def state(self) -> str:
        """`good` or `expired`: what a call with the current session key would meet."""
        try:
            self.check(self.current())
        except Refused:
            return "expired"
        return "good"
