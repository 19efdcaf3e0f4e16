"""The sales channel Pinduoduo."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.pinduoduo.account import RATES, SETUP, check_account
from zhanggui.connectors.pinduoduo.client import PopClient
from zhanggui.connectors.pinduoduo.errors import CODE, LABEL, check_done
from zhanggui.connectors.pinduoduo.goods import read_listings, write_prices, write_stock
from zhanggui.connectors.pinduoduo.listing import list_cases, list_orders, list_placed
from zhanggui.connectors.pinduoduo.reader import read_numbers, read_pages
from zhanggui.connectors.pinduoduo.refunds import read_refund_pages
from zhanggui.connectors.pinduoduo.renewing import renew_token
from zhanggui.connectors.pinduoduo.shipping import ship_parcel
from zhanggui.connectors.pinduoduo.unconfirmed import TAG_NAMES
from zhanggui.connectors.selling.connections import Connections
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer, RefundPage
from zhanggui.kernel.doors.channel_accounts import Grant, ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal


def _now() -> datetime:
    return datetime.now(UTC)


class Pinduoduo:
    """Speaks for any number of shops. Keeps open connections per shop, and nothing else.

    The clock is needed for signing, for windows that lie in the past, and for the end of a token.
    """

    code = CODE
    label = LABEL
    telling = TellingWay.WHOLE_ORDER
    setup = SETUP
    rates = RATES

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = _now,
        sleep: Callable[[float], None] = time.sleep,
        timeout: httpx.Timeout | None = None,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._connections = Connections(timeout=timeout)

    def pull(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Page]:
        """Every order changed in [since, until], in full, until three minutes before now: later changes may still
        appear in a list, and `covered_to` stays before them."""
        pdd = self._client(account)
        return read_pages(pdd, list_orders(pdd, since=since, until=until))

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one that Pinduoduo does not know is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of deal. Pinduoduo lists at most three months back."""
        return list_placed(self._client(account), since=since, until=until)

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """Every case changed in [since, until], until three minutes before now."""
        return read_refund_pages(list_cases(self._client(account), since=since, until=until))

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """Pinduoduo shows this parcel as shipped."""
        ship_parcel(self._client(account), notice)

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """Pinduoduo shows this seller memo and flag. It does not say since when."""
        tag = {"tag": str(flag), "tag_name": TAG_NAMES[flag]} if flag in TAG_NAMES else {}
        answer = self._client(account).call("pdd.order.note.update", {"order_sn": order_number, "note": memo} | tag)
        check_done(answer.content, "success")
        return None

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """Pinduoduo offers exactly so many pieces. `listing` is `goods_id:sku_id`; without a sku_id the seller's own
        code finds the SKU."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each SKU costs exactly so much in a group."""
        return write_prices(self._client(account), offers)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Every SKU of every product."""
        return read_listings(self._client(account))

    def renew(self, account: ShopAccount) -> Grant:
        """A fresh grant; the old token is void."""
        return renew_token(self._client(account))

    def check(self, account: ShopAccount) -> Standing:
        """Whose token it is."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> PopClient:
        http = self._connections.of(account.shop_id)
        return PopClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
