from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db.models import Count, F, Value
from tests.listening import heard

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.models import Fact
from zhanggui.kernel.together import read_together
from zhanggui.people.facts import UserSignedIn
from zhanggui.people.models import Shop, User
from zhanggui.people.testing import make_user

AT = datetime(2026, 3, 4, 5, 6, 7, 123456, tzinfo=UTC)


def reads():
    facts = Fact.objects.order_by("-subject_id")
    users = User.objects.order_by("pk")
    return [
        facts,
        users,
        facts.values("subject_id", "at", "data", "actor_id"),
        facts.values_list("subject_id", "data__word").filter(subject_id=2),
        facts.values_list("subject_id", flat=True)[:1],
        users.values("is_active")
        .annotate(count=Count("pk"), worth=Value(Decimal("1.10")), twice=F("count") * 2)
        .order_by(),
        Fact.objects.filter(subject_id__in=[]),
        Fact.objects.filter(actor="it's 100% nobody"),
        Shop.objects.all(),
    ]


@pytest.fixture
def facts(db):
    person = make_user("it's100%两")
    announce([UserSignedIn(1), UserSignedIn(2)], actor=Actor("两 %s", person.pk), at=AT)


def test_rows_are_those_of_statements_of_their_own(facts):
    together, apart = reads(), reads()
    with heard() as statements:
        read_together(*together)
        found = [list(each) for each in together]
    assert len(statements) == 1
    for ours, own in zip(found, apart, strict=True):
        assert [values(each) for each in ours] == [values(each) for each in own]
        assert [type(each) for each in ours] == [type(each) for each in own]
    assert AT in {row["at"] for row in found[2]}


def test_what_cannot_hold_anything_is_not_asked(db):
    nothing = Fact.objects.filter(subject_id__in=[])
    with heard() as statements:
        read_together(nothing)
        assert list(nothing) == []
    assert statements == []


def values(row):
    return {name: value for name, value in vars(row).items() if name != "_state"} if hasattr(row, "_state") else row
