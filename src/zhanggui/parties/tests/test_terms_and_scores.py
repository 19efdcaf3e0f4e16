"""Terms that never overlap; scores that follow their events; reviews that keep what they saw."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.flows.record_events import EventDraft, NothingToCorrect, record_events
from zhanggui.parties.flows.review_suppliers import review_suppliers
from zhanggui.parties.flows.score_suppliers import score_suppliers
from zhanggui.parties.flows.set_buying_numbers import set_buying_numbers
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.models import Review, Score, SupplierEvent, Terms
from zhanggui.parties.queries import terms_of
from zhanggui.parties.rules.scoring import EventNotMeasured
from zhanggui.parties.rules.terms import TermsDraft, TermsOverlap
from zhanggui.parties.testing import AT, BUYER, make_suppliers

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": BUYER, "at": AT}
DAY = date(2026, 11, 11)


def test_terms_hold_from_day_to_day_in_versions():
    (supplier,) = make_suppliers()
    first = TermsDraft(supplier.pk, "TEA", Decimal("9.5"), date(2026, 1, 1))
    assert set_terms(terms=[first], **BY).refused == {}
    assert set_terms(terms=[replace(first, price=Decimal(8), valid_from=DAY)], **BY).refused == {}
    assert isinstance(set_terms(terms=[first], **BY).refused[f"{supplier.pk}:TEA"], TermsOverlap)
    assert isinstance(set_terms(terms=[replace(first, supplier_id=0)], **BY).refused["0:TEA"], NotFound)
    pair = (supplier.pk, "TEA")
    assert terms_of([pair], day=date(2025, 12, 31)) == {}
    assert terms_of([pair], day=date(2026, 11, 10))[pair].price == Decimal("9.5")
    assert terms_of([pair, (supplier.pk, "CUP")], day=DAY)[pair].version == 2


def test_the_database_keeps_versions_apart():
    (supplier,) = make_suppliers()
    set_terms(terms=[TermsDraft(supplier.pk, "TEA", Decimal(1), date(2026, 1, 1))], **BY)
    with pytest.raises(IntegrityError, match="terms_never_overlap"), transaction.atomic():
        Terms.objects.create(
            supplier=supplier, sku_code="TEA", version=2, price=2, valid_from=date(2027, 1, 1), set_at=AT
        )


def event(supplier, value, cause, *, kind="late_days", corrects=""):
    return EventDraft(supplier.pk, kind, Decimal(value), DAY, cause, corrects)


def test_a_corrected_event_changes_the_score_with_a_trace():
    (supplier,) = make_suppliers()
    record_events(events=[event(supplier, 5, "r1"), event(supplier, "0.01", "q1", kind="defect_share")], **BY)
    score_suppliers(supplier_ids=[supplier.pk], month=DAY, **BY)
    supplier.refresh_from_db()
    assert supplier.score == Decimal("68.7")  # (50 × 40 + 90 × 35) / 75
    outcome = record_events(events=[event(supplier, 0, "r1 again", corrects="r1")], **BY)
    assert outcome.done == ["r1 again"]
    score_suppliers(supplier_ids=[supplier.pk], month=DAY, **BY)
    supplier.refresh_from_db()
    assert supplier.score == Decimal("95.3")
    figure = Score.objects.get(supplier=supplier).figures["late_days"]
    assert figure["events"] == [SupplierEvent.objects.get(cause="r1 again").pk]
    told = [fact.data for fact in Fact.objects.filter(name="parties.supplier.scored").order_by("id")]
    assert [(one["before"], one["points"]) for one in told] == [("—", "68.7"), ("68.7", "95.3")]


def test_a_cause_counts_once_and_only_what_is_there_is_corrected():
    supplier, other = make_suppliers(2)
    record_events(events=[event(supplier, 5, "r1")], **BY)
    assert record_events(events=[event(supplier, 5, "r1")], **BY).done == ["r1"]
    assert SupplierEvent.objects.count() == 1
    wrong = [
        event(supplier, 1, "a", corrects="nothing"),
        event(other, 1, "b", corrects="r1"),
        event(supplier, 1, "c", kind="answer_hours", corrects="r1"),
        event(supplier, 2, "d", kind="defect_share"),
    ]
    outcome = record_events(events=wrong, **BY)
    assert [type(no) for no in outcome.refused.values()] == [*[NothingToCorrect] * 3, EventNotMeasured]
    record_events(events=[event(supplier, 1, "e", corrects="r1")], **BY)
    again = record_events(events=[event(supplier, 1, "f", corrects="r1")], **BY)
    assert isinstance(again.refused["f"], NothingToCorrect)


@pytest.mark.parametrize("sql", ["UPDATE parties_supplierevent SET value = 0", "DELETE FROM parties_supplierevent"])
def test_events_are_neither_changed_nor_deleted(sql):
    (supplier,) = make_suppliers()
    record_events(events=[event(supplier, 5, "r1")], **BY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert SupplierEvent.objects.get().value == 5


def test_weights_count_from_the_next_score_on_and_a_review_keeps_what_it_saw():
    (supplier,) = make_suppliers()
    record_events(events=[event(supplier, 5, "r1"), event(supplier, "0.01", "q1", kind="defect_share")], **BY)
    score_suppliers(supplier_ids=[supplier.pk], month=DAY, **BY)
    review_suppliers(supplier_ids=[supplier.pk], words="迟交", **BY)
    set_buying_numbers(late_days=100, defect_share=0, price_change=0, answer_hours=0, warn_days=60, **BY)
    score_suppliers(supplier_ids=[supplier.pk], month=DAY, **BY)
    supplier.refresh_from_db()
    assert supplier.score == Decimal(50)
    assert Review.objects.get(supplier=supplier).points == Decimal("68.7")
