"""What is on file of suppliers, read for the rules: a fixed number of statements for any set."""

from collections.abc import Iterable, Mapping, Sequence

from zhanggui.parties.models import BankAccount, Contact, Document, Supplier, Talk
from zhanggui.parties.rules.stages import Paper, Standing


def standings(suppliers: Sequence[Supplier]) -> Mapping[int, Standing]:
    """By supplier. Five statements, the suppliers' own among them."""
    ids = {one.pk for one in suppliers}
    papers: dict[int, list[Paper]] = {}
    rows = Document.objects.filter(supplier_id__among=ids, is_current=True).order_by("pk")
    for pk, kind, number, begins, ends in rows.values_list(
        "supplier_id", "kind", "number", "valid_from", "valid_until"
    ):
        papers.setdefault(pk, []).append(Paper(kind, number, begins, ends))
    holders = _gathered(BankAccount.objects.filter(supplier_id__among=ids).values_list("supplier_id", "holder"))
    people = _gathered(Contact.objects.filter(supplier_id__among=ids).values_list("supplier_id", "name"))
    noted = _gathered(Talk.objects.filter(supplier_id__among=ids).values_list("supplier_id", "about").distinct())
    return {
        one.pk: Standing(
            name=one.name,
            state=one.state,
            reason=one.paused_because,
            applied_by=one.applied_by,
            applied_by_id=one.applied_by_id,
            papers=tuple(papers.get(one.pk, ())),
            holders=tuple(holders.get(one.pk, ())),
            contacts=len(people.get(one.pk, ())),
            noted=frozenset(noted.get(one.pk, ())),
        )
        for one in suppliers
    }


def _gathered(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, word in rows:
        found.setdefault(pk, []).append(word)
    return found
