"""What a shop's account on a sales platform consists of, where a seller finds it, and how often it may call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

Words = str | Promise


def _at_once(call: str) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class ShopAccount:
    """What a connector needs to speak for one shop. `secrets` are opened only for the call.

    `pace` is called with the name of a call before it is made, and returns when the platform's limits allow it,
    whoever else calls for the same shop or app.
    """

    shop_id: int
    shop_code: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    pace: Callable[[str], None] = field(default=_at_once, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class AccountField:
    """One value of an account, as the set-up page asks for it. `help` says where on the platform a seller gets it.

    Secrets are sealed; `choices` are the only values when there are any; `initial` is right for most sellers.
    """

    name: str
    label: Words
    help: Words = ""
    is_secret: bool = False
    is_needed: bool = True
    choices: Sequence[str] = ()
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a seller links a shop: the values, the steps that lead to them, and what is different in the sandbox.

    `sandbox` are settings that the switch on the page puts in place of the real ones; without any there is no switch.
    `push_help` says where on the platform the address for messages is entered; empty when it sends none.
    """

    fields: Sequence[AccountField]
    steps: Sequence[Words]
    sandbox: Mapping[str, str] = field(default_factory=dict)
    push_help: Words = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `times` calls within `seconds`. `call` is a name or a beginning of names that ends in `*`.

    `per` names the settings whose values the limit is counted by: none is the shop, ("app_key",) the app.
    """

    call: str
    times: int
    seconds: float = 1.0
    per: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a platform says of an account: whose it is, what it may do, and until when."""

    shop_name: str = ""
    may: Sequence[str] = ()
    may_not: Sequence[str] = ()
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Secrets that take the place of those with the same names, and until when they are good."""

    secrets: Mapping[str, str] = field(repr=False)
    expires_at: datetime | None = None
