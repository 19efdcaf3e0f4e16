"""An order typed into the form: what it must say before it can be placed, and what of it is only odd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.doors.channel import PaymentMode, Receiver
from zhanggui.kernel.keys import NO_KEY, key_of
from zhanggui.kernel.money import share
from zhanggui.kernel.refusal import Refusal

MOST_PIECES = 100_000
MOST_LINES = 200
_MOST_MONEY = Decimal(10_000_000)
_RECEIVER = ("name", "mobile", "phone", "state", "city", "district", "town", "address", "postcode", "email")
_LONGEST = {"name": 120, "mobile": 40, "phone": 40, "address": 300, "postcode": 12, "email": 120}
_LONGEST_PART = 60
LONGEST_TEXT = 500
LONGEST_BUYER = 120


NAMES = {
    "name": _("Receiver"),
    "mobile": _("Mobile"),
    "phone": _("Landline"),
    "state": _("Province"),
    "city": _("City"),
    "district": _("District"),
    "town": _("Town"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "email": _("E-mail address"),
    "buyer": _("Buyer"),
    "message": _("Buyer's message"),
    "memo": _("Our memo"),
    "freight": _("Freight"),
    "discount": _("Discount"),
}
"""What the form calls its fields."""


class _OfField:
    """A refusal that calls fields as the form calls them."""

    data: dict[str, Any]

    def words(self) -> dict[str, Any]:
        named: dict[str, str] = {key: self.data[key] for key in ("field", "what", "missing") if key in self.data}
        told: dict[str, Any] = {
            key: "、".join(str(NAMES.get(one, one)) for one in given.split(", ")) for key, given in named.items()
        }
        return self.data | told


class ShopNotChosen(Refusal):
    """Choose the shop this order belongs to."""


class GoodsMissing(Refusal):
    """The order has no goods yet."""


class TooManyLines(Refusal):
    """An order of more than {most} lines is not entered by hand. Import it as a file."""


class QuantityNotUnderstood(Refusal):
    """Line {line}: “{given}” is not a quantity. Give whole pieces, at least 1."""


class MoneyNotUnderstood(_OfField, Refusal):
    """{what}: “{given}” is not an amount in yuan with at most two decimals."""


class DiscountTooLarge(Refusal):
    """The discount of {discount} is more than the goods cost: {goods}."""


class ReceiverIncomplete(_OfField, Refusal):
    """The receiver lacks: {missing}."""


class SkuGone(Refusal):
    """Line {line}: there is no SKU {code} for sale."""


class TextTooLong(_OfField, Refusal):
    """“{field}” is longer than {most} characters."""


@dataclass(frozen=True, slots=True)
class EnteredLine:
    code: str
    quantity: int
    price: Decimal

    @property
    def full(self) -> Decimal:
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class Entry:
    """A complete order as typed. Money is exact; `amounts` are what each line costs after the discount."""

    shop_id: int
    lines: tuple[EnteredLine, ...]
    receiver: Receiver
    freight: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    payment_mode: PaymentMode = PaymentMode.PAID
    buyer: str = ""
    message: str = ""
    memo: str = ""
    amounts: tuple[Decimal, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        goods = sum((line.full for line in self.lines), Decimal(0))
        if self.discount > goods:
            raise DiscountTooLarge(discount=self.discount, goods=goods)
        parts = share(self.discount, [line.full for line in self.lines])
        amounts = tuple(line.full - part for line, part in zip(self.lines, parts, strict=True))
        object.__setattr__(self, "amounts", amounts)

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, self.freight)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a list of drafts shows of one, as far as it can be read."""

    shop_id: int | None
    receiver_name: str
    codes: tuple[str, ...]
    units: int
    total: Decimal


def read_entry(content: Mapping[str, Any]) -> Entry:
    """The order of a form that is filled in. Raises the refusal of the first thing that is wrong."""
    shop_id = _number(content.get("shop_id"))
    if not shop_id:
        raise ShopNotChosen
    lines = tuple(_line(place, line) for place, line in enumerate(_filled(content), start=1))
    if not lines:
        raise GoodsMissing
    if len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    return Entry(
        shop_id=shop_id,
        lines=lines,
        receiver=read_receiver(content),
        freight=read_amount(content.get("freight"), what="freight"),
        discount=read_amount(content.get("discount"), what="discount"),
        payment_mode=_mode(content.get("payment_mode")),
        buyer=_text(content, "buyer", LONGEST_BUYER),
        message=_text(content, "message", LONGEST_TEXT),
        memo=_text(content, "memo", LONGEST_TEXT),
    )


def outline_of(content: Mapping[str, Any]) -> Outline:
    """What can be told of a form however far it is filled in; nothing of it is refused."""
    codes, units, total = [], 0, Decimal(0)
    for line in _filled(content):
        codes.append(_clean(line.get("code"))[:64])
        try:
            read = _line(0, line)
        except Refusal:
            continue
        units += read.quantity
        total += read.full
    for name, sign in (("freight", 1), ("discount", -1)):
        try:
            total += sign * read_amount(content.get(name), what=name)
        except Refusal:
            continue
    name = _clean(_mapping(content.get("receiver")).get("name"))[:120]
    total = min(max(total, Decimal(0)), _MOST_MONEY)
    return Outline(_number(content.get("shop_id")), name, tuple(codes), min(units, 10**9), total)


def read_receiver(content: Mapping[str, Any]) -> Receiver:
    """Who gets it. A name, a phone and an address have to be there; the region is checked where regions are known."""
    given = _mapping(content.get("receiver"))
    parts = {name: _text(given, name, _LONGEST.get(name, _LONGEST_PART)) for name in _RECEIVER}
    missing = [name for name in ("name", "state", "city", "address") if not parts[name]]
    if not parts["mobile"] and not parts["phone"]:
        missing.insert(0, "mobile")
    if missing:
        raise ReceiverIncomplete(missing=", ".join(missing))
    return Receiver(**parts)


def read_amount(given: Any, *, what: str) -> Decimal:
    text = str(given if given is not None else "").strip().lstrip("¥￥") or "0"
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise MoneyNotUnderstood(what=what, given=text[:20]) from None
    exponent = amount.as_tuple().exponent
    if not amount.is_finite() or not 0 <= amount < _MOST_MONEY or not isinstance(exponent, int) or exponent < -2:
        raise MoneyNotUnderstood(what=what, given=text[:20])
    return amount.quantize(Decimal("0.01"))


def _filled(content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The lines with goods in them: the last line of the form is empty."""
    lines = content.get("lines")
    rows = lines if isinstance(lines, list) else []
    return [line for line in rows if isinstance(line, dict) and str(line.get("code", "")).strip()]


def _line(place: int, line: Mapping[str, Any]) -> EnteredLine:
    given = str(line.get("quantity", "")).strip()
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= MOST_PIECES or len(given) > 9:
        raise QuantityNotUnderstood(line=place, given=given[:20])
    code = _clean(line["code"])
    return EnteredLine(code[:64], int(given), read_amount(line.get("price"), what=code[:64]))


def _mode(given: Any) -> PaymentMode:
    return PaymentMode(given) if given in set(PaymentMode) else PaymentMode.PAID


def _text(given: Mapping[str, Any], name: str, most: int) -> str:
    text = _clean(given.get(name))
    if len(text) > most:
        raise TextTooLong(field=name, most=most)
    return text


def _clean(given: Any) -> str:
    """Text that a database keeps: without zero bytes and halves of characters."""
    text = str(given if given is not None else "").replace("\0", "")
    return text.encode("utf-8", "ignore").decode().strip()


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _number(given: Any) -> int | None:
    key = key_of(str(given or ""))
    return None if key == NO_KEY else key
