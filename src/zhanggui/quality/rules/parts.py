"""Parts taken from defective goods, and given out for buyers."""

from typing import NamedTuple
from uuid import UUID

from zhanggui.kernel.refusal import Refusal


class PartsDraft(NamedTuple):
    """So many pieces of a defect are taken apart; `parts` are the SKUs of what came out, each with its pieces."""

    defect_id: int
    quantity: int
    parts: tuple[tuple[int, int], ...]
    words: str = ""


class IssueDraft(NamedTuple):
    """Spare parts for a buyer whose order lacked them. The same `client_id` gives out nothing more."""

    warehouse_id: int
    sku_id: int
    quantity: int
    client_id: UUID
    order_number: str = ""
    words: str = ""


class PartsUnsound(Refusal):
    """Name at least one part with its pieces."""


class PartIsTheGoods(Refusal):
    """{sku} cannot be a part of itself: what is defective does not come back as good."""


class PartsShort(Refusal):
    """Of {sku} {there} pieces lie with the spare parts, not {wanted}."""


class IssueUnsound(Refusal):
    """Say for which order, or why, the parts are given out."""


def check_parts(draft: PartsDraft, *, goods_id: int, sku: str) -> None:
    if not draft.parts or any(pieces <= 0 for _, pieces in draft.parts):
        raise PartsUnsound
    if any(sku_id == goods_id for sku_id, _ in draft.parts):
        raise PartIsTheGoods(sku=sku)


def check_issue(draft: IssueDraft, *, sku: str, there: int) -> None:
    if not draft.order_number.strip() and not draft.words.strip():
        raise IssueUnsound
    if not 0 < draft.quantity <= there:
        raise PartsShort(sku=sku, there=there, wanted=draft.quantity)
