"""One shop on one platform: what is sold, what happens to it, and what goes wrong on purpose.

It knows no protocol. A simulator renders its sales in its platform's words and asks it for every change, so that a
sale changes in one place only: `modified_at` moves, the file knows it, and whoever listens is told.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from math import ceil
from pathlib import Path
from random import Random
from threading import RLock

from zhanggui.simulators.stage.clock import Clock

from .goods import Shelf, Ware
from .keeping import Kept
from .keys import Keys
from .money import shared
from .people import Buyer, Crowd
from .sales import Case, RefundCase, Sale, SentParcel, SoldLine, Stage

Numbering = Callable[[Random], str]
LineNumbering = Callable[[str, int], Sequence[str]]
MESSAGES = ("", "", "", "周末送货", "放门口就行，谢谢", "请尽快发货", "别发邮政")


class Unshippable(Exception):
    """The sale is not in a stage in which goods may leave."""


class AlreadyShipped(Exception):
    """All that was named has left before."""


class Market:
    """Safe to use while a server answers.

    `numbers` makes an order number; `line_numbers` the numbers of its lines, from the order's number and how many
    there are. Of its own accord a sale has at most `most_lines` of them.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        seed: int | None = None,
        numbers: Numbering = lambda rng: str(rng.randrange(10**18, 10**19)),
        line_numbers: LineNumbering | None = None,
        most_lines: int = 4,
    ) -> None:
        self.clock = clock or Clock()
        self.shelf = Shelf()
        self.shelf.load_demo()
        self.keys = Keys(self.clock)
        self.sales: dict[str, Sale] = {}
        self.listeners: list[Callable[[Sale, str], None]] = []
        """Told of each change: the sale and a word: placed, paid, held, shipped, delivered, done, closed, cancelled,
        refund, memo, touched."""
        self.lock = RLock()
        self.restless = self.untidy = 0  # so many lists during which other sales change; that repeat and shuffle rows
        self.late_s = 0.0  # lists find a change this much later
        self.spoiled: dict[str, str] = {}
        """By sale, what its simulator is to spoil in each telling of it: unknown_state, three_decimals, bad_time,
        control (a raw tab and a newline inside the buyer's message)."""
        self.stock_writes: list[tuple[datetime, str, int]] = []
        """Each number of pieces the seller has written: when, of which ware by its code, how many."""
        self._numbers, self._line_numbers = numbers, line_numbers or _counted
        self._most_lines = most_lines
        self._rng = Random(seed)
        self._crowd = Crowd(self._rng)
        self._cases = count(10**9 + self._rng.randrange(10**8))
        self._banned_until: datetime | None = None
        self._kept: Kept | None = None

    # What buyers do

    def place(
        self,
        n: int = 1,
        *,
        lines: int | Sequence[tuple[str, int]] = 0,
        paid: bool = True,
        at: datetime | None = None,
        spread_s: float = 0,
        again: Buyer | None = None,
    ) -> list[str]:
        """So many sales, the last placed `at` that moment or now, the others over the seconds before: their numbers.

        `lines` is a count, or codes with pieces; 0 leaves it to chance.
        """
        with self.lock:
            last, placed = at or self.clock(), []
            for nth in range(n):
                moment = last - timedelta(seconds=spread_s * (n - 1 - nth) / max(n, 1))
                sale = self._sale(moment.replace(microsecond=0), self._basket(lines), again or self._crowd.next())
                if paid:
                    sale.stage, sale.paid_at = Stage.PAID, sale.placed_at
                self.sales[sale.number] = sale
                placed.append(sale)
            if self._kept:
                self._kept.keep(placed)
            for sale in placed:
                self._tell(sale, "paid" if paid else "placed")
            return [sale.number for sale in placed]

    def pay(self, number: str) -> None:
        with self.changing(number, "paid") as sale:
            sale.stage, sale.paid_at = Stage.PAID, self.clock().replace(microsecond=0)

    def cancel(self, number: str) -> None:
        """Before money was taken it is cancelled; after it, closed, and the money goes back."""
        with self.changing(number, "cancelled") as sale:
            sale.stage = Stage.CLOSED if sale.paid_at else Stage.CANCELLED

    def move_address(self, number: str) -> None:
        """The buyer wants it sent somewhere else."""
        with self.changing(number, "touched") as sale:
            other = self._crowd.stranger()
            sale.buyer = Buyer(sale.buyer.nick, sale.buyer.open_uid, other.receiver)

    def ask_refund(self, number: str, *, line: str = "", with_goods: bool = False, reason: str = "不想要了") -> str:
        """The case's number. Without a line it is about the whole sale."""
        with self.changing(number, "refund") as sale:
            now = self.clock().replace(microsecond=0)
            amount = sale.line(line).amount if line else sale.total
            case = RefundCase(str(next(self._cases)), line, amount, reason, with_goods, now, now)
            sale.cases.append(case)
            return case.number

    def settle_refund(self, number: str, case: str, state: Case) -> None:
        """The case is where `state` says. Money paid back for all of the sale closes it."""
        with self.changing(number, "refund") as sale:
            for one in sale.cases:
                if one.number == case:
                    one.state, one.modified_at = state, self.clock().replace(microsecond=0)
            back = {line.number for line in sale.lines for one in [sale.case_of(line.number)]
                    if one and one.state is Case.PAID_BACK}  # fmt: skip
            if len(back) == len(sale.lines):
                sale.stage = Stage.CLOSED

    # What the platform and the seller do

    def hold(self, number: str, *, held: bool = True) -> None:
        with self.changing(number, "held") as sale:
            sale.stage = Stage.HELD if held else Stage.PAID

    def ship(self, number: str, carrier: str, waybill: str, pieces: dict[str, int] | None = None) -> SentParcel:
        """A parcel has left with these pieces by line number; without them, with all that is left.

        Raises KeyError, Unshippable, AlreadyShipped.
        """
        with self.lock:
            sale = self.sales[number]
            left = sale.left()
            wanted = dict(pieces) if pieces is not None else left
            if sale.stage in {Stage.SHIPPED, Stage.DELIVERED, Stage.DONE} or not any(left.get(one) for one in wanted):
                raise AlreadyShipped if sale.parcels else Unshippable
            if sale.stage not in {Stage.PAID, Stage.PART_SHIPPED} or any(
                left.get(line, 0) < n for line, n in wanted.items()
            ):
                raise Unshippable
            with self.changing(number, "shipped"):
                parcel = SentParcel(
                    f"{number}-{len(sale.parcels) + 1}", carrier, waybill, wanted, self.clock().replace(microsecond=0)
                )
                sale.parcels.append(parcel)
                for line, n in wanted.items():
                    sale.line(line).shipped += n
                sale.stage = Stage.PART_SHIPPED if sale.left() else Stage.SHIPPED
            return parcel

    def deliver(self, number: str) -> None:
        with self.changing(number, "delivered") as sale:
            sale.stage = Stage.DELIVERED

    def finish(self, number: str) -> None:
        with self.changing(number, "done") as sale:
            sale.stage = Stage.DONE

    def note(self, number: str, memo: str, flag: int, *, counts_as_change: bool = True) -> None:
        """The seller's memo. Douyin does not count it as a change of the order."""
        if counts_as_change:
            with self.changing(number, "memo") as sale:
                sale.memo, sale.flag = memo, flag
        else:
            with self.lock:
                self.sales[number].memo, self.sales[number].flag = memo, flag
                if self._kept:
                    self._kept.keep([self.sales[number]])

    def keep(self, sale: Sale) -> None:
        """The file knows the sale as it is, which does not count as changed."""
        if self._kept:
            self._kept.keep([sale])

    def touch(self, number: str) -> None:
        """It counts as changed now."""
        with self.changing(number, "touched"):
            pass

    def set_stock(self, sku: str, pieces: int) -> Ware:
        with self.lock:
            if self._kept:
                self._kept.keep_stock(sku, pieces)
            ware = self.shelf.set_stock(sku, pieces)
            self.stock_writes.append((self.clock(), ware.code, pieces))
            return ware

    @contextmanager
    def changing(self, number: str, word: str) -> Iterator[Sale]:
        """The one way in which a sale changes. Raises KeyError."""
        with self.lock:
            sale = self.sales[number]
            yield sale
            sale.modified_at = self.clock().replace(microsecond=0)
            if self._kept:
                self._kept.keep([sale])
            self._tell(sale, word)

    # What is listed

    def changed(self, since: datetime, until: datetime, *, newest_first: bool = False) -> list[Sale]:
        """Sales changed in [since, until], by the moment of their last change."""
        found = [sale for sale in self._found() if since <= sale.modified_at <= until]
        return sorted(found, key=lambda sale: (sale.modified_at, sale.number), reverse=newest_first)

    def placed(self, since: datetime, until: datetime, *, newest_first: bool = False) -> list[Sale]:
        """Sales placed in [since, until], by that moment."""
        found = [sale for sale in self._found() if since <= sale.placed_at <= until]
        return sorted(found, key=lambda sale: (sale.placed_at, sale.number), reverse=newest_first)

    def cases(self, since: datetime, until: datetime) -> list[tuple[Sale, RefundCase]]:
        """Cases changed in [since, until], by that moment."""
        with self.lock:
            pairs = [(sale, case) for sale in self.sales.values() for case in sale.cases]
        return sorted((pair for pair in pairs if since <= pair[1].modified_at <= until), key=_by_change)

    def page(self, found: Sequence[Sale], start: int, size: int) -> list[Sale]:
        """The rows of one page. When the market is restless another sale of the list changes after it; when it is
        untidy rows are told twice and in any order."""
        with self.lock:
            rows = list(found[start : start + size])
            if self.restless:
                shown = {sale.number for sale in rows}
                if others := [sale.number for sale in found if sale.number not in shown]:
                    self.restless -= 1
                    for number in self._rng.sample(others, min(3, len(others))):
                        self.touch(number)
            if self.untidy and rows:
                self.untidy -= 1
                rows = [*rows, *self._rng.sample(rows, max(1, len(rows) // 4))]
                self._rng.shuffle(rows)
            return rows

    # Patience, and the file

    def ban(self, seconds: float) -> None:
        """Every call is to be refused until so many seconds have passed."""
        self._banned_until = self.clock() + timedelta(seconds=seconds)

    def banned_s(self) -> int:
        """Seconds for which callers are still to be refused."""
        if self._banned_until is None:
            return 0
        return max(ceil((self._banned_until - self.clock()).total_seconds()), 0)

    def keep_in(self, path: Path) -> None:
        """What the file knows is here, and what happens from now on is kept in it."""
        with self.lock:
            self._kept = Kept(path)
            self.sales |= {sale.number: sale for sale in self._kept.sales()}
            for sku, pieces in self._kept.stock().items():
                if self.shelf.find(sku=sku):
                    self.shelf.set_stock(sku, pieces)

    def _found(self) -> list[Sale]:
        latest = self.clock() - timedelta(seconds=self.late_s)
        with self.lock:
            return [sale for sale in self.sales.values() if not self.late_s or sale.modified_at <= latest]

    def _tell(self, sale: Sale, word: str) -> None:
        for listener in self.listeners:
            listener(sale, word)

    def _basket(self, lines: int | Sequence[tuple[str, int]]) -> list[tuple[Ware, int]]:
        wares = self.shelf.all()
        if not isinstance(lines, int):
            return [(_named(self.shelf, code), pieces) for code, pieces in lines]
        n = min(lines or self._rng.choices((1, 2, 3, 4), (60, 25, 10, 5))[0], self._most_lines)
        return [(ware, self._rng.choices((1, 2, 3), (85, 11, 4))[0]) for ware in self._rng.sample(wares, n)]

    def _sale(self, at: datetime, basket: Sequence[tuple[Ware, int]], buyer: Buyer) -> Sale:
        number = self._numbers(self._rng)
        while number in self.sales:
            number = self._numbers(self._rng)
        prices = [ware.price * pieces for ware, pieces in basket]
        discount = self._rng.choice((0, 0, 0, 500, 1000)) if sum(prices) > 5000 else 0
        shares = shared(discount, prices)
        numbers = self._line_numbers(number, len(basket))
        lines = [
            SoldLine(own, ware.item, ware.sku, ware.code, ware.title, ware.spec, pieces, ware.price, price - share)
            for own, (ware, pieces), price, share in zip(numbers, basket, prices, shares, strict=True)
        ]
        for ware, pieces in basket:
            self.shelf.take(ware.sku, pieces)
        return Sale(
            number=number,
            placed_at=at,
            modified_at=at,
            buyer=buyer,
            lines=lines,
            freight=self._rng.choice((0, 0, 0, 600, 800)),
            message=self._rng.choice(MESSAGES),
        )


def _counted(number: str, lines: int) -> Sequence[str]:
    return [str(int(number) + nth) for nth in range(1, lines + 1)]


def _by_change(pair: tuple[Sale, RefundCase]) -> tuple[datetime, str]:
    return pair[1].modified_at, pair[1].number


def _named(shelf: Shelf, code: str) -> Ware:
    ware = shelf.find(code=code)
    if ware is None:
        raise ValueError(f"the shop does not sell {code}")
    return ware
