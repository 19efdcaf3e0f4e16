"""The rows of what suppliers owe."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.quality.facts import SupplierClaimOpened
from zhanggui.quality.models import SupplierClaim
from zhanggui.quality.states import ClaimState

_COLUMNS = (
    "number", "supplier_id", "kind", "subject", "subject_id", "paper", "amount", "currency", "state", "words",
    "opened_by", "opened_at", "ended_by",
)  # fmt: skip


class NewClaim(NamedTuple):
    """What a supplier owes for one subject; the same subject is claimed once per kind."""

    supplier_id: int
    kind: str
    amount: Decimal
    subject: str
    subject_id: int
    paper: str = ""
    words: str = ""


def write_claims(claims: Sequence[NewClaim], *, actor: Actor, at: datetime) -> list[SupplierClaimOpened]:
    """The claims that were not on record are; answers what is to be told of them."""
    rows = [
        (
            number, one.supplier_id, str(one.kind), one.subject, one.subject_id, one.paper[:40], one.amount, "CNY",
            ClaimState.OPEN.value, one.words.strip()[:300], actor.name[:80], at, "",
        )
        for number, one in zip(draw_numbers("supplier_claim", "SC", len(claims), at=at), claims, strict=True)
    ]  # fmt: skip
    written = insert_rows(
        SupplierClaim,
        _COLUMNS,
        rows,
        returning=("id", "kind", "paper"),
        on_conflict="(subject, subject_id, kind) DO NOTHING",
    )
    return [SupplierClaimOpened(pk, kind, paper) for pk, kind, paper in written]
