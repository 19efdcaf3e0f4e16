"""One call as a method sees it: its business parameters, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from .moments import read
from .refused import invalid, missing

if TYPE_CHECKING:
    from .platform import Platform


@dataclass(frozen=True)
class Call:
    platform: "Platform"
    params: Mapping[str, str]
    now: datetime

    @property
    def method(self) -> str:
        return self.params["method"]

    def text(self, name: str, default: str | None = None) -> str:
        """The parameter; without a default the platform asks for it."""
        value = self.params.get(name, "")
        if value:
            return value
        if default is None:
            raise missing(name)
        return default

    def integer(self, name: str, default: int | None = None, *, least: int = 0, most: int = 2**63 - 1) -> int:
        text = self.text(name, None if default is None else str(default))
        try:
            value = int(text)
        except ValueError:
            raise invalid(name) from None
        if not least <= value <= most:
            raise invalid(name, f"{name} must lie between {least} and {most}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        text = self.text(name, str(default).lower()).lower()
        if text not in ("true", "false"):
            raise invalid(name)
        return text == "true"

    def moment(self, name: str) -> datetime | None:
        text = self.params.get(name, "")
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            raise invalid(name) from None

    def needed_moment(self, name: str) -> datetime:
        self.text(name)
        moment = self.moment(name)
        if moment is None:
            raise missing(name)
        return moment

    def fields(self) -> frozenset[str]:
        return frozenset(part.strip() for part in self.text("fields").split(",") if part.strip())
