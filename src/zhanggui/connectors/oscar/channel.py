"""The sales channel of shops that run django-oscar with django-oscar-api."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.oscar.account import RATES, SETUP, check_account
from zhanggui.connectors.oscar.client import OscarClient
from zhanggui.connectors.oscar.errors import CODE, LABEL
from zhanggui.connectors.oscar.goods import list_products
from zhanggui.connectors.oscar.noticing import Noticed
from zhanggui.connectors.oscar.reader import list_placed, read_changed, read_numbers
from zhanggui.connectors.oscar.shipping import ship_parcel
from zhanggui.connectors.oscar.stock import write_prices, write_stock
from zhanggui.connectors.selling.connections import Connections
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer
from zhanggui.kernel.doors.channel_accounts import ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal


def _now() -> datetime:
    return datetime.now(UTC)


class Oscar:
    """Speaks the API of any number of shops. Keeps open connections per shop, and what was told of each order."""

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
        self._noticed = Noticed()

    def pull(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Page]:
        """Every order that is not as it was told last, of those placed not too long before `since`."""
        return read_changed(self._client(account), self._noticed, since=since, until=until)

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one whose key the shop does not know is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of placing."""
        return list_placed(self._client(account), since=since, until=until)

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """Done when the shop shows the order as sent; otherwise a person is asked to say it there."""
        ship_parcel(self._client(account), notice)

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """Exactly so many pieces can be bought. `listing` is the key of a stock record."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each stock record has exactly this price."""
        return write_prices(self._client(account), offers)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Everything the shop sells, a page at a time."""
        return list_products(self._client(account))

    def check(self, account: ShopAccount) -> Standing:
        """What the user may look at."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> OscarClient:
        http = self._connections.of(account.shop_id)
        return OscarClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
