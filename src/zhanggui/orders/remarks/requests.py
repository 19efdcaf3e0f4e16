"""Requests of orders, kept as their remarks say: read when an order comes in, and again when a remark changes."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Self

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.steps import move_each
from zhanggui.orders.models import MemoEdit, Order, RemarkRequest, RemarkTemplate
from zhanggui.orders.receivers.free_text import Text, seal_request, whole_text
from zhanggui.orders.remarks.facts import RequestsRead
from zhanggui.orders.remarks.states import RequestKind, RequestState
from zhanggui.orders.rules.echoes import WaitingEdit
from zhanggui.orders.rules.hiding import hidden_words
from zhanggui.orders.rules.impacts import is_kept
from zhanggui.orders.rules.remarks import Found, Template, TemplateField, read_remark
from zhanggui.orders.rules.remarks.reading import asks_to_wait, is_only_courtesy

_REQUEST = (
    "order_id", "kind", "template_id", "fields", "source", "words_sealed", "digest", "written_by", "state", "note",
    "asked_at", "settled_by",
)  # fmt: skip
_AGAIN = '("order_id", "digest") DO NOTHING'


class Remark(NamedTuple):
    """What stands on one order, in whole words; days without a date are counted from `placed_at`.

    `receiver` is who gets it, as far as the words may speak of them.
    """

    message: str
    memo: str
    placed_at: datetime
    receiver: Receiver | None = None

    def hidden(self) -> dict[str, str]:
        """What of it is contact data, with its masks."""
        return hidden_words((self.message, self.memo), known=self.receiver)


def request_digest(kind: str, source: str) -> bytes:
    """The same words of the same kind are one request, wherever they stand."""
    return hashlib.blake2b(f"{kind}\0{source}".encode(), digest_size=16).digest()


def request_row(
    order_id: int,
    found: Found,
    *,
    words: Mapping[str, str],
    at: datetime,
    state: str = RequestState.OPEN,
    by: str = "",
) -> tuple[object, ...]:
    """The columns in which requests are written; `words` are hidden in what they show."""
    source, fields, sealed = seal_request(found.kind, found.source, found.fields, words)
    digest = request_digest(found.kind, found.source)
    return (
        order_id, found.kind, found.template_id, fields, source[:500], sealed, digest, found.written_by[:80],
        str(state), "", at, by[:80],
    )  # fmt: skip


def templates_used() -> list[Template]:
    """The company's own templates that read remarks."""
    rows = RemarkTemplate.objects.filter(is_used=True).order_by("pk").values_list("pk", "words", "fields")
    return [
        Template(pk, tuple(words), tuple(TemplateField(name, kind) for name, kind in fields))
        for pk, words, fields in rows
    ]


class ReadRemarks(NamedTuple):
    """The remarks of new orders, and what each asks for."""

    remarks: Mapping[int, Remark]
    found: Mapping[int, Sequence[Found]]

    @classmethod
    def of(cls, remarks: Mapping[int, Remark]) -> Self:
        """One statement; none without remarks."""
        return cls(remarks, _found_in(remarks, templates_used()) if remarks else {})

    @property
    def courteous(self) -> set[int]:
        """The orders of which nobody has to read anything: a message that asks for nothing, and no memo."""
        return {pk for pk, requests in self.found.items() if not requests and not self.remarks[pk].memo.strip()}


def take_in_remarks(read: ReadRemarks, *, actor: Actor, at: datetime) -> None:
    """What the remarks of these new orders ask for stands beside them. Nothing is done when there are none."""
    if not read.remarks:
        return
    words = {order_id: read.remarks[order_id].hidden() for order_id, requests in read.found.items() if requests}
    _write(read.found, words, actor=actor, at=at)


@dataclass(slots=True)
class ChangedRemarks:
    """The requests of orders as their remarks change, one change after the other, whoever wrote them.

    New requests are open, gone ones withdrawn; what was handled or refused stays so; what was withdrawn and stands
    there again is open. The orders are locked.
    """

    templates: Sequence[Template]
    known: dict[tuple[int, bytes], tuple[int, str]]
    today: date
    found: dict[int, list[Found]] = field(default_factory=dict)
    words: dict[int, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, order_ids: Iterable[int], *, at: datetime) -> Self:
        """Read for the orders whose remarks may change: two statements, none without orders."""
        ids = set(order_ids)
        if not ids:
            return cls((), {}, company_day(at))
        rows = RemarkRequest.objects.filter(order_id__among=ids).values_list("pk", "order_id", "digest", "state")
        known = {(order_id, bytes(digest)): (pk, state) for pk, order_id, digest, state in rows}
        return cls(templates_used(), known, company_day(at))

    def take(self, order_id: int, remark: Remark, *, is_read: bool = False) -> bool:
        """The remark of the order is this now. True when it asks for something new that a parcel printed before would
        not keep.

        Who wrote the memo here has read it (`is_read`): what no template understands of it is no request, unless it
        asks to wait.
        """
        day = company_day(remark.placed_at)
        message = {_key(order_id, one): one for one in read_remark(remark.message, on=day, templates=self.templates)}
        memo = {_key(order_id, one): one for one in read_remark(remark.memo, on=day, templates=self.templates)}
        stood = {key for key in (*message, *memo) if self._stands(key)}
        if is_read:
            memo = {
                key: one
                for key, one in memo.items()
                if one.kind != RequestKind.UNREAD or key in stood or key in message or asks_to_wait(one.source)
            }
        self.found[order_id] = list((memo | message).values())
        self.words[order_id] = remark.hidden()
        fresh = [(key, one) for key, one in (memo | message).items() if key not in stood]
        return any(not is_kept(one, on=self.today, is_buyers=key in message) for key, one in fresh)

    def is_courteous(self, remark: Remark) -> bool:
        """The buyer's message asks for nothing, by the templates of now."""
        return is_only_courtesy(remark.message, on=company_day(remark.placed_at), templates=self.templates)

    def _stands(self, key: tuple[int, bytes]) -> bool:
        """The request is on the order already, whatever became of it."""
        order_id = key[0]
        if order_id in self.found:
            return any(_key(order_id, one) == key for one in self.found[order_id])
        return key in self.known and self.known[key][1] != RequestState.WITHDRAWN

    def write(self, *, actor: Actor, at: datetime) -> None:
        asked = {_key(order_id, one) for order_id, requests in self.found.items() for one in requests}
        steps = [
            (pk, RequestState.OPEN.value if key in asked else RequestState.WITHDRAWN.value)
            for key, (pk, state) in self.known.items()
            if key[0] in self.found
            and (
                (state == RequestState.WITHDRAWN and key in asked) or (state == RequestState.OPEN and key not in asked)
            )
        ]
        move_each(RemarkRequest, (), steps)
        _write(self.found, self.words, actor=actor, at=at)


def _key(order_id: int, found: Found) -> tuple[int, bytes]:
    return order_id, request_digest(found.kind, found.source)


def waiting_edits(order_ids: Sequence[int]) -> dict[int, list[WaitingEdit]]:
    """Our edits of memos that their platform has not shown back yet, oldest first."""
    rows = MemoEdit.objects.filter(order_id__among=set(order_ids), is_waiting=True).order_by("pk")
    waiting: dict[int, list[WaitingEdit]] = {}
    for pk, order_id, digest, before, shown in rows.values_list(
        "pk", "order_id", "digest", "before_digest", "shown_at"
    ):
        waiting.setdefault(order_id, []).append(WaitingEdit(pk, bytes(digest), bytes(before), shown))
    return waiting


class PlatformEdit(NamedTuple):
    """A memo somebody wrote on the platform, its mark, and that of what stood here before it."""

    order_id: int
    memo: Text
    flag: int
    digest: bytes
    before: bytes


EDIT = (
    "order_id", "origin", "memo", "memo_sealed", "flag", "digest", "before_digest", "is_waiting", "edited_by",
    "edited_at",
)  # fmt: skip


def record_platform_edits(edits: Sequence[PlatformEdit], *, source: str, at: datetime) -> None:
    """What somebody wrote on the platform is on record; ours, which it overwrote, is no longer waited for."""
    MemoEdit.objects.filter(order_id__among=[edit.order_id for edit in edits], is_waiting=True).update(is_waiting=False)
    rows = [(one.order_id, "platform", *one.memo, one.flag, one.digest, one.before, False, source, at) for one in edits]
    insert_rows(MemoEdit, EDIT, rows)


class WaitingMemo(NamedTuple):
    """What an order is to show on its platform, in whole words, and the edit that says so."""

    edit_id: int
    memo: str
    flag: int


def memos_waiting(order_ids: Sequence[int]) -> dict[int, WaitingMemo]:
    """Our last edit of each order whose platform has not shown it back yet."""
    rows = MemoEdit.objects.filter(order_id__among=set(order_ids), is_waiting=True).order_by("pk")
    return {
        order_id: WaitingMemo(pk, whole_text(memo, sealed), flag)
        for pk, order_id, memo, sealed, flag in rows.values_list("pk", "order_id", "memo", "memo_sealed", "flag")
    }


def mark_shown(order_id: int, edit_id: int, shown_at: datetime | None) -> None:
    """The platform shows this edit of ours since that moment of its own clock; None: it named none."""
    MemoEdit.objects.filter(pk=edit_id, order_id=order_id, is_waiting=True).update(shown_at=shown_at)


def end_refused(order_id: int, edit_id: int) -> None:
    """The platform will never show this edit of ours: what it shows from now on is what stands there.

    Where a newer one is on its way, that one decides. The order is locked meanwhile.
    """
    list(locked(Order.objects.all(), [order_id]).values_list("pk"))
    waiting = MemoEdit.objects.filter(order_id=order_id, is_waiting=True)
    if not waiting.filter(pk__gt=edit_id).exists():
        waiting.update(is_waiting=False)


def end_waiting(order_ids: Sequence[int]) -> None:
    """The platform shows what we wrote on these orders."""
    MemoEdit.objects.filter(order_id__among=set(order_ids), is_waiting=True).update(is_waiting=False)


def _found_in(remarks: Mapping[int, Remark], templates: Sequence[Template]) -> dict[int, list[Found]]:
    found = {}
    for order_id, remark in remarks.items():
        day: date = company_day(remark.placed_at)
        both = [
            *read_remark(remark.message, on=day, templates=templates),
            *read_remark(remark.memo, on=day, templates=templates),
        ]
        found[order_id] = list({(one.kind, one.source): one for one in both}.values())
    return found


def _write(
    found: Mapping[int, Sequence[Found]], words: Mapping[int, Mapping[str, str]], *, actor: Actor, at: datetime
) -> None:
    """`words` are what each order's requests hide."""
    rows = [
        request_row(order_id, one, words=words[order_id], at=at)
        for order_id, requests in found.items()
        for one in requests
    ]
    new = insert_rows(RemarkRequest, _REQUEST, rows, on_conflict=_AGAIN, returning=("order_id", "source"))
    asked: dict[int, list[str]] = {}
    for order_id, source in new:
        asked.setdefault(order_id, []).append(source)
    told: list[FactOf] = [RequestsRead(order_id, " / ".join(sources)) for order_id, sources in asked.items()]
    announce(told, actor=actor, at=at)


def write_requests_of(rows: Sequence[tuple[object, ...]]) -> list[tuple[int, int]]:
    """Requests a person wrote, each once; answers (id, order) of the new ones."""
    return [
        (pk, order_id)
        for pk, order_id in insert_rows(RemarkRequest, _REQUEST, rows, on_conflict=_AGAIN, returning=("id", "order_id"))
    ]


def settle_unread(order_ids: Sequence[int], *, but_waiting: bool = False, actor: Actor, at: datetime) -> None:
    """Someone has read the remarks of these orders: what no template understood is handled with that.

    With `but_waiting` words that ask to wait stay open: to read them is not to decide.
    """
    rows = RemarkRequest.objects.filter(
        order_id__among=set(order_ids), kind=RequestKind.UNREAD, state=RequestState.OPEN
    )
    read = [pk for pk, source in rows.values_list("pk", "source") if not (but_waiting and asks_to_wait(source))]
    settle([(pk, RequestState.HANDLED.value, "", actor.name[:80], at) for pk in read])


def settle(rows: Sequence[tuple[int, str, str, str, datetime | None]]) -> None:
    """Requests (id, state, note, who, when) stand as these rows say."""
    move_each(RemarkRequest, ("note", "settled_by", "settled_at"), rows)


def open_requests_of(order_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Kind and words of each order's open requests, oldest first. One statement; none without orders."""
    found: dict[int, list[tuple[str, str]]] = {}
    if order_ids:
        rows = RemarkRequest.objects.filter(order_id__among=set(order_ids), state=RequestState.OPEN).order_by("pk")
        for order_id, kind, source in rows.values_list("order_id", "kind", "source"):
            found.setdefault(order_id, []).append((kind, source))
    return found
