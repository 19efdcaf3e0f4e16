"""The sales channel of shops on Shopify."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.selling.connections import Connections
from zhanggui.connectors.shopify.account import RATES, SETUP, check_account
from zhanggui.connectors.shopify.budget import Budget
from zhanggui.connectors.shopify.client import CODE, LABEL, ShopifyClient
from zhanggui.connectors.shopify.goods import list_variants, write_prices, write_stock
from zhanggui.connectors.shopify.memos import write_memo
from zhanggui.connectors.shopify.pushes import hear_push
from zhanggui.connectors.shopify.reader import read_numbers, read_pages, read_placed, read_refunds
from zhanggui.connectors.shopify.shipping import ship_parcel
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Heard, Listing, PriceOffer, Push, RefundPage
from zhanggui.kernel.doors.channel_accounts import ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal


def _now() -> datetime:
    return datetime.now(UTC)


class Shopify:
    """Speaks the admin API of any number of shops. Keeps open connections per shop, how many points each has left, and
    the tokens that apps were given for a day."""

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
        self._budgets: dict[int, Budget] = {}
        self._tokens: dict[tuple[int, str, str], str] = {}
        self._lock = threading.Lock()

    def pull(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Page]:
        """Every order changed in [since, until]. `covered_to` stays two minutes behind the clock: what a search
        finds may be a little late."""
        return read_pages(self._client(account), since=since, until=until)

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one that the shop does not know by its id is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of placing."""
        return read_placed(self._client(account), since=since, until=until)

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """Refunds of the orders that changed in [since, until]."""
        return read_refunds(self._client(account), since=since, until=until)

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """The order has a fulfilment with this waybill."""
        ship_parcel(self._client(account), notice)

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """Exactly so many pieces are available at the shop's location."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each costs exactly so much in the currency of the shop."""
        return write_prices(self._client(account), offers)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Everything the shop sells, a page at a time."""
        return list_variants(self._client(account))

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """The order has memo and flag in a metafield of ours."""
        return write_memo(self._client(account), order_number=order_number, memo=memo, flag=flag)

    def hear(self, account: ShopAccount, *, push: Push) -> Heard:
        """What a message is about. Raises PushForged for one the shop has not signed."""
        return hear_push(account, push)

    def check(self, account: ShopAccount) -> Standing:
        """The name of the shop, and what the app may do."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> ShopifyClient:
        http = self._connections.of(account.shop_id)
        with self._lock:
            budget = self._budgets.setdefault(account.shop_id, Budget(self._clock))
        return ShopifyClient(
            account=account, http=http, clock=self._clock, sleep=self._sleep, budget=budget, tokens=self._tokens
        )
