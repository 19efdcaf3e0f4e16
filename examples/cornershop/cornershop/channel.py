"""The sales channel of Corner Shops."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from cornershop.client import LABEL, Client
from cornershop.orders import read_or_set_aside
from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.selling.connections import Connections
from zhanggui.connectors.selling.full import OrderUnknown, divide
from zhanggui.connectors.selling.shipping import CarrierWithoutCode, check_shown
from zhanggui.kernel.doors.carriers import declared
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_accounts import AccountField, Rate, Setup, ShopAccount, Standing
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused
from zhanggui.kernel.refusal import Refusal

SETTLED_AFTER = timedelta(seconds=5)
"""Changes younger than this may still come before others in the list."""


class CornerShop:
    """Speaks for any number of shops."""

    code = "cornershop"
    label = LABEL
    telling = TellingWay.PER_LINE
    setup = Setup(
        fields=(
            AccountField("address", "Address", "Where the shop is, such as https://corner.example."),
            AccountField("key", "Key", "Shown once on the page “Keys” of the shop.", is_secret=True),
        ),
        steps=("Open the page “Keys” of the shop and make one.", "Enter it here and test the connection."),
    )
    rates = (Rate("*", 50),)

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        timeout: httpx.Timeout | None = None,
    ) -> None:
        self._clock, self._sleep, self._connections = clock, sleep, Connections(timeout=timeout)

    def pull(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Page]:
        """By change, oldest first, so that a page once read stays: what changes meanwhile comes again at the end."""
        client, after = self._client(account), ""
        settled = self._clock().replace(microsecond=0) - SETTLED_AFTER
        while True:
            window = {"since": since.isoformat(), "until": until.isoformat()}
            answer, _ = client.get("/orders", **window, **({"after": after} if after else {}))
            once = {text(row, "number"): row for row in rows(answer, "orders")}
            orders, aside = divide(map(read_or_set_aside, once.values()))
            after = text(answer, "next")
            yield Page(orders, aside, covered_to=None if after else max(since, min(until, settled)))
            if not after:
                return

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """One call for each."""
        client = self._client(account)
        orders, aside = divide(self._read(client, number) for number in dict.fromkeys(numbers))
        return Page(orders, aside)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """All at once."""
        answer, _ = self._client(account).get("/placed", since=since.isoformat(), until=until.isoformat())
        numbers = answer.get("numbers")
        yield [str(number) for number in numbers] if isinstance(numbers, list) else []

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """The shop shows the carrier by its name. A call whose fate is unknown is looked up, never made again."""
        client = self._client(account)
        carrier = self._carrier(account, notice.carrier)
        pieces = dict(zip(notice.line_numbers, notice.pieces, strict=False))
        lines = {number: pieces.get(number, 0) for number in notice.line_numbers}
        body = {"carrier": carrier, "waybill": notice.waybill, "lines": lines}
        try:
            client.send("POST", f"/orders/{notice.order_number}/parcels", body, repeatable=False)
        except ChannelDown:
            if self._shown(client, notice) != {notice.waybill}:
                raise
        except ChannelRefused as refused:
            if refused.data.get("code") != "409":
                raise
            shown = self._shown(client, notice)
            check_shown(shown, channel=LABEL, order=notice.order_number, waybill=notice.waybill, refused=refused)

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """The shop shows this note in this colour."""
        self._client(account).send("PUT", f"/orders/{order_number}/note", {"text": memo, "colour": flag})
        return None

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """One call for each."""
        client = self._client(account)
        for offer in offers:
            try:
                client.send("PUT", f"/goods/{offer.listing}", {"stock": offer.quantity})
            except ChannelRefused as refused:
                yield offer, refused
            else:
                yield offer, None

    def check(self, account: ShopAccount) -> Standing:
        """Whose key it is."""
        return Standing(shop_name=text(self._client(account).get("/me")[0], "shop"))

    def close(self) -> None:
        self._connections.close()

    def _client(self, account: ShopAccount) -> Client:
        return Client(account=account, http=self._connections.of(account.shop_id), sleep=self._sleep)

    def _carrier(self, account: ShopAccount, key: str) -> str:
        named = account.settings.get(f"company_code.{key}") or (declared()[key].en if key in declared() else "")
        if not named:
            raise CarrierWithoutCode(channel=LABEL, carrier=key, shop=account.shop_code)
        return named

    def _read(self, client: Client, number: str) -> ChannelOrder | SetAside:
        try:
            return read_or_set_aside(client.get(f"/orders/{number}")[0])
        except ChannelRefused as refused:
            if refused.data.get("code") != "404":
                raise
            return SetAside(number=number, refusal=OrderUnknown(channel=LABEL, number=number), raw=b"")

    def _shown(self, client: Client, notice: ShipmentNotice) -> set[str]:
        """The waybill of each line of the notice; "" stands for a line that has none."""
        told, _ = client.get(f"/orders/{notice.order_number}")
        lines: dict[str, Mapping[str, Any]] = {text(row, "number"): row for row in rows(told, "lines")}
        return {text(lines[number], "waybill") for number in notice.line_numbers or lines if number in lines}
