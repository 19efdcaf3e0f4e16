"""The door of a notifier: who brings a few words to a buyer, by e-mail, by text message, or only into a log.

Every notice has a key of our own, the same for ever: whoever can, tells by it that he has the notice already. A
notifier is asked for many and answers each by itself. Of the refusals only `NotifierDown` means "ask again with the
same key".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from zhanggui.kernel.refusal import Refusal

GROUP = "zhanggui.notifiers"


class AddressKind(StrEnum):
    """By what a buyer is reached."""

    EMAIL = "email"
    MOBILE = "mobile"


class _OfNotifier(Refusal):
    # It says whose it is, by the notifier's name in the reader's language.

    def words(self) -> dict[str, Any]:
        from django.utils.translation import gettext

        words = super().words()
        notifier = str(words.get("notifier") or "")
        return words | {"notifier": gettext(notifier)} if notifier else words


class NotifierDown(_OfNotifier):
    """{notifier} does not answer: {reason}. It will be asked again."""


class NotifierRefused(_OfNotifier):
    """{notifier} refused: {reason}."""


class NotifierSettingWrong(_OfNotifier):
    """{notifier} cannot be called: the setting “{setting}” is missing or wrong."""


class NowhereToReach(_OfNotifier):
    """{notifier} has no address to reach this buyer."""


@dataclass(frozen=True, slots=True)
class NotifierAccount:
    """What a notifier needs to speak for the company. `secrets` are opened only for the call."""

    code: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a buyer can be reached; what is not known, or hidden by the platform, is empty."""

    mobile: str = field(default="", repr=False)
    email: str = field(default="", repr=False)

    def by(self, kinds: Sequence[AddressKind]) -> str:
        """The first of these kinds that is known."""
        return next((found for kind in kinds if (found := str(getattr(self, kind)))), "")


@dataclass(frozen=True, slots=True)
class Notice:
    """A few words for one buyer. `key` is up to 64 letters, digits, `-` and `_`, the same for ever."""

    key: str
    to: Address
    subject: str
    text: str


class Notifier(Protocol):
    """One way to reach buyers. `send` raises nothing but bugs."""

    key: str
    label: str
    reaches: Sequence[AddressKind]
    """The kinds of address it can use, the one it likes best first. Whoever has none of them is not reached by it."""

    def send(self, account: NotifierAccount, *, notices: Sequence[Notice]) -> Mapping[str, Refusal]:
        """They are on their way, but for those answered, by key, each with why."""
        ...
