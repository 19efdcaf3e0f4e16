"""The sales channel JD."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.jd.account import RATES, SETUP, check_account
from zhanggui.connectors.jd.client import JosClient, as_id
from zhanggui.connectors.jd.errors import CODE, LABEL, check_done
from zhanggui.connectors.jd.goods import list_goods, write_prices, write_stock
from zhanggui.connectors.jd.listing import list_orders, list_placed
from zhanggui.connectors.jd.reader import read_numbers, read_pages
from zhanggui.connectors.jd.refunds import read_refunds
from zhanggui.connectors.jd.renewing import RENEWED_WITHIN, renew_token
from zhanggui.connectors.jd.shipping import ship_order
from zhanggui.connectors.jd.unconfirmed import CLEARING_REMARK
from zhanggui.connectors.selling.connections import Connections
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer, RefundPage
from zhanggui.kernel.doors.channel_accounts import Grant, ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal

_REMARK = "jingdong.pop.order.modifyVenderRemark"


def _now() -> datetime:
    return datetime.now(UTC)


class JD:
    """Speaks JOS for any number of shops. Keeps open connections per shop, and nothing else.

    The clock is needed for signing (JD refuses a timestamp more than six minutes off) and for daily quotas.
    """

    code = CODE
    label = LABEL
    telling = TellingWay.WHOLE_ORDER
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
        """Every order changed in [since, until], with what its buyer wants back. JD lists changes of three months."""
        jos = self._client(account)
        return read_pages(jos, list_orders(jos, since=since, until=until))

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now, open applications included; one that JD does not know is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of creation. JD lists at most two years back."""
        return list_placed(self._client(account), since=since, until=until)

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """Applications (`apply:…`) and services (`service:…`) made or decided in [since, until]."""
        return read_refunds(self._client(account), since=since, until=until)

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """JD shows the order as shipped with this waybill and those beside it."""
        ship_order(self._client(account), notice)

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """JD shows this seller memo; the flag it keeps, and does not tell with the order."""
        asked = {"order_id": as_id(order_number), "flag": flag, "remark": memo or CLEARING_REMARK}
        check_done(self._client(account).call(_REMARK, asked).content.get("modifyvenderremark_result"))
        return None

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Every SKU on sale or off it."""
        return list_goods(self._client(account))

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """JD offers exactly so many pieces of each SKU."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each SKU costs exactly so much."""
        return write_prices(self._client(account), offers)

    def renew(self, account: ShopAccount) -> Grant:
        """A fresh pair of tokens; JD gives one only in the last day before the end of the old one."""
        return renew_token(self._client(account))

    def check(self, account: ShopAccount) -> Standing:
        """Whose token it is."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> JosClient:
        http = self._connections.of(account.shop_id)
        return JosClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
