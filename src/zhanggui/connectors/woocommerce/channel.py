"""The sales channel of shops that run WooCommerce."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.selling.connections import Connections
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.connectors.woocommerce.account import RATES, SETUP, check_account
from zhanggui.connectors.woocommerce.catalogue import list_products
from zhanggui.connectors.woocommerce.client import WooClient
from zhanggui.connectors.woocommerce.errors import CODE, LABEL
from zhanggui.connectors.woocommerce.listing import list_changes, list_placed
from zhanggui.connectors.woocommerce.marks import memo_entries
from zhanggui.connectors.woocommerce.orders import GREENWICH
from zhanggui.connectors.woocommerce.pushes import hear_push
from zhanggui.connectors.woocommerce.reader import read_numbers, read_pages, read_refunds
from zhanggui.connectors.woocommerce.shipping import ship_parcel
from zhanggui.connectors.woocommerce.stock import write_prices, write_stock
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Heard, Listing, PriceOffer, Push, RefundPage
from zhanggui.kernel.doors.channel_accounts import ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal


def _now() -> datetime:
    return datetime.now(UTC)


class WooCommerce:
    """Speaks the REST API v3 of any number of shops. Keeps open connections per shop, and nothing else.

    The clock is needed for signing over http: a shop refuses a moment more than fifteen minutes off.
    """

    code = CODE
    label = LABEL
    telling = TellingWay.PER_LINE
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
        """Every order changed in [since, until]. `covered_to` stays two minutes behind the clock."""
        woo = self._client(account)
        return read_pages(woo, list_changes(woo, since=since, until=until))

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one that the shop does not know by its id is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of placing."""
        return list_placed(self._client(account), since=since, until=until)

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """What was paid back of the orders changed in [since, until]: a refund changes its order."""
        woo = self._client(account)
        return read_refunds(woo, list_changes(woo, since=since, until=until))

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """The order shows this parcel in its meta_data, the buyer has a note; with the last one it is completed."""
        ship_parcel(self._client(account), notice)

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """The order shows memo and flag in its meta_data; nothing clears them."""
        body = {"meta_data": memo_entries(memo, flag)}
        row = self._client(account).write("PUT", f"orders/{order_number}", body)
        try:
            return Fields(row, number=order_number, zone=GREENWICH).local_stamp_if_any("date_modified_gmt")
        except UnreadableOrder:
            return None  # it is written all the same

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """The shop offers exactly so many pieces. `listing` is the id of a product, or `product:variation`."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each costs exactly so much; a running sale of it ends."""
        return write_prices(self._client(account), offers)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Everything the shop sells, a page at a time."""
        return list_products(self._client(account))

    def hear(self, account: ShopAccount, *, push: Push) -> Heard:
        """The order a webhook is about. Any answer of the two hundreds is one the shop is content with."""
        return hear_push(account, push)

    def check(self, account: ShopAccount) -> Standing:
        """The name of the site, and whether the key opens its orders."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> WooClient:
        http = self._connections.of(account.shop_id)
        return WooClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
