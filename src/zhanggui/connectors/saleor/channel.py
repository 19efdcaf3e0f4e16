"""The sales channel of shops that run Saleor."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

import httpx

from zhanggui.connectors.saleor.account import RATES, SETUP, check_account
from zhanggui.connectors.saleor.client import CODE, LABEL, SaleorClient
from zhanggui.connectors.saleor.goods import list_variants, write_prices, write_stock
from zhanggui.connectors.saleor.pushes import PublicKeys, hear_push
from zhanggui.connectors.saleor.reader import read_numbers, read_pages, read_placed, read_refunds
from zhanggui.connectors.saleor.shipping import ship_parcel
from zhanggui.connectors.saleor.unconfirmed import FLAG_KEY, MEMO_KEY
from zhanggui.connectors.selling.connections import Connections
from zhanggui.kernel.doors.channel import Page, ShipmentNotice, StockOffer, TellingWay
from zhanggui.kernel.doors.channel_abilities import Heard, Listing, PriceOffer, Push, RefundPage
from zhanggui.kernel.doors.channel_accounts import ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal

_NOTE = """mutation Note($id: ID!, $input: [MetadataInput!]!) { updateMetadata(id: $id, input: $input) {
  errors { field code message } } }"""


def _now() -> datetime:
    return datetime.now(UTC)


class Saleor:
    """Speaks the API of any number of shops. Keeps open connections per shop, and nothing else."""

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
        self._keys = PublicKeys()

    def pull(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Page]:
        """Every order changed in [since, until]. `covered_to` stays half a minute behind the clock."""
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
        """Exactly so many pieces can be bought, beside those that are allocated."""
        return write_stock(self._client(account), offers)

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each costs exactly so much in the channel of the settings."""
        return write_prices(self._client(account), offers)

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Everything the shop sells, a page at a time."""
        return list_variants(self._client(account))

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """The order has memo and flag in its metadata; since when Saleor does not say."""
        given = [{"key": MEMO_KEY, "value": memo}, {"key": FLAG_KEY, "value": str(flag)}]
        self._client(account).change("updateMetadata", _NOTE, id=order_number, input=given)
        return None

    def hear(self, account: ShopAccount, *, push: Push) -> Heard:
        """What a message is about. Raises PushForged for one the shop has not signed."""
        return hear_push(account, push, http=self._connections.of(account.shop_id), keys=self._keys)

    def check(self, account: ShopAccount) -> Standing:
        """The name of the shop, and what the app may do."""
        return check_account(self._client(account))

    def close(self) -> None:
        """All connections are closed; the next call opens new ones."""
        self._connections.close()

    def _client(self, account: ShopAccount) -> SaleorClient:
        http = self._connections.of(account.shop_id)
        return SaleorClient(account=account, http=http, clock=self._clock, sleep=self._sleep)
