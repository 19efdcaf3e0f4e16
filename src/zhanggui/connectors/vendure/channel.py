"""The sales channel of shops that run Vendure."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.selling.connections import Connections
from zhanggui.connectors.vendure.account import RATES, SETUP, check_account
from zhanggui.connectors.vendure.client import CODE, LABEL, VendureClient
from zhanggui.connectors.vendure.goods import list_variants, write_prices, write_stock
from zhanggui.connectors.vendure.reader import read_numbers, read_pages, read_placed, read_refunds
from zhanggui.connectors.vendure.shipping import ship_parcel
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer, RefundPage
from zhanggui.kernel.doors.channel_accounts import ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal


def _now() -> datetime:
    return datetime.now(UTC)


class Vendure:
    """Speaks the admin API of any number of shops. Keeps open connections per shop, and nothing else."""

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
        return read_pages(self._client(account), since=since, until=until)

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one that the shop does not know by its id is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of placing."""
        return read_placed(self._client(account), since=since, until=until)

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """Refunds of the orders of which anything changed in [since, until]."""
        return read_refunds(self._client(account), since=since, until=until)

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """The order has a sent fulfilment with this waybill."""
        ship_parcel(self._client(account), notice)

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """Exactly so many pieces can be bought, beside those that are reserved. `listing` is the id of a variant."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each costs exactly so much in the currency of the channel."""
        return write_prices(self._client(account), offers)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Everything the shop sells, a page at a time."""
        return list_variants(self._client(account))

    def check(self, account: ShopAccount) -> Standing:
        """The name of the channel, and whether the key opens its orders."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> VendureClient:
        http = self._connections.of(account.shop_id)
        return VendureClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
