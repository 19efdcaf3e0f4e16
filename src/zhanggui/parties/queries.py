"""What other rooms ask of suppliers: whether they may be ordered from, and on which terms."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from zhanggui.kernel.outcome import divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.parties.models import BuyingNumbers, Document, Supplier, Terms
from zhanggui.parties.rules.scoring import DEFAULT_WEIGHTS
from zhanggui.parties.rules.stages import check_order
from zhanggui.parties.standing import standings

WARN_DAYS = 30


def who_may_be_ordered_from(ids: Sequence[int], *, day: date) -> Mapping[int, Refusal | None]:
    """Of each supplier why nothing new may be ordered from it on this day; None: it may. Five statements."""
    suppliers = list(Supplier.objects.filter(pk__among=set(ids)))
    files = standings(suppliers)
    _, refused = divide(suppliers, check=lambda one: check_order(files[one.pk], day=day), key=lambda one: one.pk)
    refused |= not_found("supplier", ids, files)
    return {pk: refused.get(pk) for pk in ids}


def terms_of(pairs: Iterable[tuple[int, str]], *, day: date) -> Mapping[tuple[int, str], Terms]:
    """The terms that hold on this day, by supplier and merchant code; a pair without any is left out. One statement."""
    wanted = set(pairs)
    rows = Terms.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day),
        supplier_id__among={supplier_id for supplier_id, _ in wanted},
        sku_code__among={sku_code for _, sku_code in wanted},
        valid_from__lte=day,
    )
    return {pair: one for one in rows if (pair := (one.supplier_id, one.sku_code)) in wanted}


def weights() -> Mapping[str, int]:
    """How the company weighs what suppliers are measured by."""
    return BuyingNumbers.objects.filter(pk=1).values(*DEFAULT_WEIGHTS).first() or DEFAULT_WEIGHTS


def warn_days() -> int:
    """How many days before a document runs out the company is warned."""
    found = BuyingNumbers.objects.filter(pk=1).values_list("warn_days", flat=True).first()
    return WARN_DAYS if found is None else found


def ending_documents() -> "QuerySet[Document]":
    """Documents in force of whose end the company was warned: over, or soon to be."""
    return Document.objects.filter(is_current=True, warned_for=F("valid_until"))
