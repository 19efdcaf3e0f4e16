"""The sales channel of shops that ShopEx's hub reaches."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.selling.connections import Connections
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.shopex.account import RATES, SETUP, check_account
from zhanggui.connectors.shopex.client import HubClient
from zhanggui.connectors.shopex.pushes import hear_push
from zhanggui.connectors.shopex.reader import read_numbers, read_pages, read_placed
from zhanggui.connectors.shopex.shipping import ship_parcel
from zhanggui.connectors.shopex.stock import write_stock
from zhanggui.connectors.shopex.unconfirmed import CLEARING_MEMO
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Heard, Push
from zhanggui.kernel.doors.channel_accounts import ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal

_MEMO = "store.trade.memo.update"


def _now() -> datetime:
    return datetime.now(UTC)


class ShopEx:
    """Speaks to the hub for any number of shops. Keeps open connections per shop, and nothing else."""

    code = "shopex"
    label = "ShopEx"
    telling = TellingWay.PER_LINE
    setup = SETUP
    rates = RATES
    node_type = ""

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
        """Every order changed in [since, until]. `covered_to` stays half a minute behind the clock."""
        return read_pages(self._client(account), since=since, until=until)

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now; one that the shop does not know is set aside."""
        return read_numbers(self._client(account), numbers)

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """Numbers by moment of placing."""
        return read_placed(self._client(account), since=since, until=until)

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """The lines of the order show this waybill."""
        ship_parcel(self._client(account), notice)

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """Exactly so many pieces are offered of each code. `listing` is that code too."""
        return write_stock(self._client(account), offers)

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """The order shows memo and flag; since when the hub does not say."""
        at = beijing(self._clock())
        told = {
            "tid": order_number,
            "memo": memo or CLEARING_MEMO,
            "flag": str(flag),
            "sender": "zhanggui",
            "add_time": at,
        }
        self._client(account).call(_MEMO, told)
        return None

    def hear(self, account: ShopAccount, *, push: Push) -> Heard:
        """What a message is about. Raises PushForged for one that is not signed."""
        return hear_push(account, push, label=self.label)

    def check(self, account: ShopAccount) -> Standing:
        """Whether the certificate opens the orders of the shop."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> HubClient:
        return HubClient(
            account=account, http=self._connections.of(account.shop_id), clock=self._clock, sleep=self._sleep,
            label=self.label, node_type=self.node_type or account.settings.get("node_type", ""),
        )  # fmt: skip
