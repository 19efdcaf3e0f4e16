"""The sales channel Douyin."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.douyin.account import RATES, SETUP, check_account
from zhanggui.connectors.douyin.client import DoudianClient
from zhanggui.connectors.douyin.errors import CODE, LABEL
from zhanggui.connectors.douyin.flags import their_star
from zhanggui.connectors.douyin.goods import read_listings
from zhanggui.connectors.douyin.listing import list_cases, list_orders, list_placed
from zhanggui.connectors.douyin.pushes import hear_push
from zhanggui.connectors.douyin.reader import read_numbers, read_pages
from zhanggui.connectors.douyin.refunds import read_refund_pages
from zhanggui.connectors.douyin.shipping import ship_parcel
from zhanggui.connectors.douyin.stock import write_prices, write_stock
from zhanggui.connectors.douyin.tokens import RENEWED_WITHIN, renew_grant
from zhanggui.connectors.douyin.unconfirmed import CLEARING_REMARK
from zhanggui.connectors.selling.connections import Connections
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Heard, Listing, PriceOffer, Push, RefundPage
from zhanggui.kernel.doors.channel_accounts import Grant, ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal


def _now() -> datetime:
    return datetime.now(UTC)


class Douyin:
    """Speaks for any number of shops. Keeps open connections per shop, and nothing else.

    The clock is needed for signing, for windows that lie in the past, and for the end of a token.
    """

    code = CODE
    label = LABEL
    telling = TellingWay.PER_LINE
    setup = SETUP
    rates = RATES
    renews_within = RENEWED_WITHIN

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
        """Every order changed in [since, until], as the list tells it. A memo alone is no change for Douyin.

        `covered_to` stays a minute behind the clock, because changes of this moment may still appear.
        """
        return read_pages(list_orders(self._client(account), since=since, until=until))

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one that Douyin does not know is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of creation. Douyin lists at most ninety days back."""
        return list_placed(self._client(account), since=since, until=until)

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """Every case changed in [since, until]."""
        return read_refund_pages(list_cases(self._client(account), since=since, until=until))

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """Douyin shows this parcel as shipped."""
        ship_parcel(self._client(account), notice)

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """Douyin shows this seller memo and flag. Its clock does not tell since when."""
        remark = {"order_id": order_number, "remark": memo or CLEARING_REMARK}
        star = {"is_add_star": "true", "star": str(their_star(flag))}
        self._client(account).call("order.addOrderRemark", remark | star)
        return None

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """Douyin offers exactly so many pieces. `listing` is `product_id:sku_id`; without a sku_id the seller's own
        code finds the SKU."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each SKU costs exactly so much."""
        return write_prices(self._client(account), offers)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Every SKU of every product, deleted ones left out."""
        return read_listings(self._client(account))

    def renew(self, account: ShopAccount) -> Grant:
        """A fresh grant, or the same again while it is good for more than an hour."""
        return renew_grant(self._client(account))

    def hear(self, account: ShopAccount, *, push: Push) -> Heard:
        """Which orders the messages are about."""
        return hear_push(account, push)

    def check(self, account: ShopAccount) -> Standing:
        """Whose token it is."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> DoudianClient:
        http = self._connections.of(account.shop_id)
        return DoudianClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
