"""Every night: what is broken is on record; and ledgers are emptied by nobody."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.world import BY, broken_promises, make_world
from zhanggui.config.flows.prove_promises import prove_promises
from zhanggui.inventory.models import Availability
from zhanggui.kernel.models import Fact
from zhanggui.kernel.proof import MOST

pytestmark = pytest.mark.django_db


def test_all_well_writes_nothing():
    make_world()
    outcome = prove_promises(**BY)
    assert outcome.done
    assert outcome.refused == {}
    assert not Fact.objects.filter(name="config.promise.broken").exists()


def test_what_is_broken_is_a_fact_of_the_company(caplog):
    make_world()
    Availability.objects.update(claimed=3)
    assert prove_promises(**BY).refused
    fact = Fact.objects.filter(name="config.promise.broken", subject="company", subject_id=0).first()
    assert fact is not None
    assert "claimed" in fact.data["what"]
    assert "promise broken" in caplog.text


def test_no_proof_names_more_than_a_few():
    make_world(skus=MOST + 5)
    Availability.objects.update(claimed=3)
    assert len(broken_promises()) <= 2 * MOST


@pytest.mark.parametrize("ledger", ["kernel_fact", "inventory_move", "fulfilment_scan"])
def test_a_ledger_is_emptied_by_nobody(ledger):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL zhanggui.allow_truncate = off")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {ledger} CASCADE")
        cursor.execute("SET LOCAL zhanggui.allow_truncate = on")
