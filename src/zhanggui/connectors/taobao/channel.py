"""The sales channel Taobao / Tmall."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.selling.connections import Connections
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.connectors.taobao.account import RATES, SETUP, check_account
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import CODE, LABEL
from zhanggui.connectors.taobao.items import list_items, write_prices
from zhanggui.connectors.taobao.listing import list_changes, list_placed
from zhanggui.connectors.taobao.reader import read_numbers, read_pages
from zhanggui.connectors.taobao.refunds import list_refunds
from zhanggui.connectors.taobao.renewing import renew_session
from zhanggui.connectors.taobao.shipping import ship_parcel
from zhanggui.connectors.taobao.stock import write_stock
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer, RefundPage
from zhanggui.kernel.doors.channel_accounts import Grant, ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal


def _now() -> datetime:
    return datetime.now(UTC)


class Taobao:
    """Speaks TOP for any number of shops. Keeps open connections per shop, and nothing else.

    The clock is needed for signing (TOP refuses a timestamp more than ten minutes off) and for daily quotas.
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
        """Every order changed in [since, until], read in full.

        `covered_to` stays a few seconds behind the clock, because changes of this very moment may still appear.
        """
        top = self._client(account)
        return read_pages(top, list_changes(top, since=since, until=until))

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one that Taobao does not know is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of creation, newest first. Taobao lists at most three months back."""
        return list_placed(self._client(account), since=since, until=until)

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """Taobao shows this parcel as shipped, by the seller's own contract with the carrier."""
        ship_parcel(self._client(account), notice)

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """Taobao shows this seller memo and flag; an empty memo clears it."""
        parameters = {"tid": order_number, "memo": memo, "flag": str(flag), "reset": "" if memo else "true"}
        trade = self._client(account).call("taobao.trade.memo.update", parameters).content.get("trade")
        try:
            return Fields(trade if isinstance(trade, dict) else {}, number=order_number).moment_if_any("modified")
        except UnreadableOrder:
            return None  # it is written all the same

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """Taobao offers exactly so many pieces. `listing` is `num_iid` or `num_iid:sku_id`; without a sku_id the
        seller's own code finds the SKU."""
        return write_stock(self._client(account), offers)

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """Every case changed in [since, until]."""
        return list_refunds(self._client(account), since=since, until=until)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Everything the shop has on sale or in store."""
        return list_items(self._client(account))

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each SKU costs exactly so much."""
        return write_prices(self._client(account), offers)

    def renew(self, account: ShopAccount) -> Grant:
        """A fresh session by the refresh token."""
        return renew_session(self._client(account))

    def check(self, account: ShopAccount) -> Standing:
        """Whose session it is."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> TopClient:
        http = self._connections.of(account.shop_id)
        return TopClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
