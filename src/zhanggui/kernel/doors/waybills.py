"""The door of a provider of e-waybills (电子面单): who gives numbers and print data, and takes them back.

A provider is a platform (菜鸟, 拼多多, 抖店, 京东), a carrier's own service (顺丰) or a go-between (快递鸟, 快递100).
A company has accounts with it; numbers are drawn under one account. Money is Decimal in yuan, weights are grams,
volumes cubic centimetres, lengths centimetres; identifiers of platforms are text.

Every request carries a key of our own. The same key is the same parcel for ever: whoever asks again with it, because an
answer was lost or nobody knows whether it was, is given the same number. A parcel whose carrier, orders or address
changed is another one, and is asked for with another key.

Asking for many never fails as a whole. Each key is answered by itself, with a waybill or with a refusal. Of these
`ProviderDown` and `ProviderThrottled` mean "ask again with the same key"; every other one is the provider's last word
until something about the request or the account changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from zhanggui.kernel.refusal import Refusal

GROUP = "zhanggui.waybills"


class _OfProvider(Refusal):
    # It says whose it is, by the provider's name in the reader's language.

    def words(self) -> dict[str, Any]:
        from django.utils.translation import gettext

        words = super().words()
        provider = str(words.get("provider") or "")
        return words | {"provider": gettext(provider)} if provider else words


class ProviderDown(_OfProvider):
    """{provider} does not answer: {reason}. It will be asked again for the same parcel."""


class ProviderThrottled(_OfProvider):
    """{provider} asks us to wait {seconds} seconds before the next waybills."""


class ProviderLoginExpired(_OfProvider):
    """The authorisation of the waybill account {account} at {provider} has expired. Authorise it again."""


class ProviderRefused(_OfProvider):
    """{provider} refused: {sentence} ({reason})."""


class AccountBlocked(ProviderRefused):
    """{provider} does not let the waybill account {account} do this: {sentence} ({reason})."""


class NumbersUsedUp(ProviderRefused):
    """No waybill numbers of {carrier} are left at {provider}. Buy numbers from the branch, then ask again."""


class WaybillCollected(ProviderRefused):
    """Waybill {waybill} was already collected by the carrier and cannot be cancelled. Ask for it to be intercepted."""


class WaybillUnknown(ProviderRefused):
    """{provider} does not know the waybill {waybill}."""


class NothingGiven(_OfProvider):
    """{provider} has given no waybill for the request {key}."""


class OnlyOnAsking(_OfProvider):
    """{provider} says what it gave for {key} only to the same request: ask for the waybill again with that key."""


class WaybillAccountIncomplete(_OfProvider):
    """The waybill account {account} cannot call {provider}: its setting “{setting}” is missing or wrong."""


class CarrierNotOffered(_OfProvider):
    """{provider} gives no waybills of the carrier {carrier}, or the account has no code for it."""


class RequestUnfit(_OfProvider):
    """A waybill of {provider} cannot be asked for like this: {field} is missing or wrong."""


ASK_AGAIN = (ProviderDown, ProviderThrottled)
"""After these nobody knows what became of the parcel, or nothing has: it is asked for again with the same key."""

ACCOUNT_STANDS_STILL = (ProviderLoginExpired, AccountBlocked, WaybillAccountIncomplete)
"""After these no parcel of the account will fare better until somebody has seen to the account."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a place: who sends, or who receives. What the platform masks or encrypts is handed on as it came."""

    name: str = ""
    mobile: str = ""
    phone: str = ""
    company: str = ""
    state: str = ""
    city: str = ""
    district: str = ""
    town: str = ""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Cipher:
    """The receiver as only `platform` can read them, and only together with `order_number`.

    Some platforms give one token for all of it (oaid), some a cipher for each field: `texts` names them like Contact
    (name, mobile, phone, address). With neither the platform knows the receiver by the order number alone.
    """

    platform: str
    order_number: str
    token: str = ""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class OrderName:
    """An order that travels in the parcel: the code of the channel it came from (taobao, pdd, …) and its number there.

    An order that came from no platform has the empty one.
    """

    platform: str
    number: str


@dataclass(frozen=True, slots=True)
class Goods:
    """What the label and the carrier say is inside."""

    name: str
    quantity: int
    spec: str = ""


@dataclass(frozen=True, slots=True)
class Services:
    """What is asked of the carrier besides carrying. `others`: the provider's own service codes and their values."""

    cash_to_collect: Decimal = Decimal(0)
    insured_value: Decimal = Decimal(0)
    sign_back: bool = False
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Size:
    """The outer measures of the parcel in centimetres."""

    length: Decimal
    width: Decimal
    height: Decimal


class PaidBy(StrEnum):
    """Who pays the carrier."""

    MONTHLY = "monthly"
    SENDER = "sender"
    RECEIVER = "receiver"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Branch:
    """Where an account draws its numbers: the branch of a franchised carrier, or the contract with a direct one.

    `segment` is the block of numbers or brand inside a branch (号段, 品牌), `monthly_account` the card of a direct
    carrier. A provider takes the ones it knows.
    """

    code: str = ""
    name: str = ""
    segment: str = ""
    monthly_account: str = ""


@dataclass(frozen=True, slots=True)
class WaybillAccount:
    """One account of the company at one provider. `secrets` are stored sealed and opened only for the call.

    `sender` is the address as the provider knows it: most refuse one that was not registered with the branch.
    """

    account_id: int
    code: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    branch: Branch = field(default_factory=Branch)
    sender: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True)
class WaybillRequest:
    """One parcel that needs a number. `key` is ours: up to 64 letters, digits, `-` and `_`, the same for ever.

    `carrier` is our own carrier key, mapped by the connector; `product` the carrier's service type in the provider's
    own code; `template` the label, by the provider's url or code. `pieces` above one asks for a parent with children
    (子母件). `sender` is the account's when none is named.
    """

    key: str
    carrier: str
    orders: tuple[OrderName, ...]
    receiver: Contact
    goods: tuple[Goods, ...]
    cipher: Cipher | None = None
    sender: Contact | None = None
    product: str = ""
    template: str = ""
    paid_by: PaidBy = PaidBy.MONTHLY
    services: Services = field(default_factory=Services)
    weight: int = 0
    volume: int = 0
    size: Size | None = None
    pieces: int = 1
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PrintData:
    """What the provider's own print component turns into a label. Nobody else can read it, and nobody may change it.

    `component` is whose component prints it; `content` the payload exactly as it came, `signature` what proves it where
    that stands outside the payload; `template_url` and `version` are what the payload was made for.
    """

    component: str
    content: str = field(repr=False)
    signature: str = field(default="", repr=False)
    template_url: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class PrintPass:
    """What a provider's print component wants beside the payload of each label, as `params`: by it the component asks
    the platform for the key. After `good_for` seconds the platform takes it no more."""

    params: str = field(repr=False)
    good_for: int


@dataclass(frozen=True, slots=True)
class LabelFields:
    """What a label drawn by ourselves shows of the carrier's sorting. What the provider does not tell is empty."""

    sort_code: str = ""  # 三段码
    short_address: str = ""  # 大头笔
    package_centre: str = ""  # 集包地
    package_centre_code: str = ""
    origin: str = ""
    destination: str = ""
    qr: str = ""
    page: str = field(default="", repr=False)  # a label the provider has already drawn: HTML, or the address of it


@dataclass(frozen=True, slots=True)
class Waybill:
    """A number that was given. `carrier` is our key of who really carries; a provider may have chosen another one.

    Some providers give print data in a call of its own. When that one failed the number stands all the same, and
    `awaits_print_data`: `recover` by number brings it. `reference` is the carrier's own name of the order, where the
    provider asks for it again on cancelling.
    """

    key: str
    carrier: str
    number: str
    parent_number: str = ""
    sub_numbers: tuple[str, ...] = ()
    return_number: str = ""  # of the signed receipt that comes back
    print_data: PrintData | None = None
    label: LabelFields | None = None
    awaits_print_data: bool = False
    hint: str = ""  # what the provider wants a person to read
    reference: str = ""


@dataclass(frozen=True, slots=True)
class WaybillName:
    """A number by which a provider can be asked about a parcel, with the key it was asked for and what came with it."""

    key: str
    carrier: str
    number: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A parcel whose answer did not arrive: what was asked, and the number where it is known all the same.

    `known` are the numbers of other parcels of the same orders: a provider that is asked by order tells them too.
    """

    request: WaybillRequest
    number: str = ""
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Subscription:
    """What an account may draw from one branch. `left` is None where numbers are not bought in advance."""

    carrier: str
    branch: Branch
    left: int | None = None
    used: int | None = None
    cancelled: int | None = None
    senders: tuple[Contact, ...] = ()
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelTemplate:
    """A label a provider offers for a carrier. `url` is what a request names; it may be another one tomorrow."""

    carrier: str
    code: str
    name: str
    url: str


class WaybillProvider(Protocol):
    """One provider of e-waybills. Its connector cuts sets to what one call may carry, and signs, and waits its turn.

    The methods that answer per parcel raise nothing but bugs; `subscriptions` raises the refusals of this module.
    """

    key: str
    label: str
    reads_ciphers_of: frozenset[str]
    """The platforms whose encrypted receivers it can read."""

    def take(self, account: WaybillAccount, *, requests: Sequence[WaybillRequest]) -> Mapping[str, Waybill | Refusal]:
        """For each key a number with what prints it, or why not. The same key always gives the same number."""
        ...

    def cancel(self, account: WaybillAccount, *, waybills: Sequence[WaybillName]) -> Mapping[str, Refusal]:
        """These numbers are void with the provider, but for those answered, by number. Already void counts as void."""
        ...

    def recover(self, account: WaybillAccount, *, lost: Sequence[Lost]) -> Mapping[str, Waybill | Refusal]:
        """For each key what was given for it, without giving anything: NothingGiven where nothing was.

        A provider that cannot be asked answers OnlyOnAsking: there `take` with the same request is how to find out.
        """
        ...

    def subscriptions(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[Subscription]:
        """The branches the account may draw from, of one carrier or of all, with the numbers left at each."""
        ...


@runtime_checkable
class GivesPrintPass(Protocol):
    """A provider whose print component prints nothing without a pass."""

    def print_pass(self, account: WaybillAccount) -> PrintPass:
        """A fresh pass, made without asking anybody. Raises the refusals of this module."""
        ...


@runtime_checkable
class OffersTemplates(Protocol):
    """A provider whose labels are chosen from a list of its own."""

    def templates(self, account: WaybillAccount, *, carrier: str = "") -> Sequence[LabelTemplate]:
        """The labels for one carrier, or for all. Raises the refusals of this module."""
        ...
