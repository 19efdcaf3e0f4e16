"""Every night: what is broken is on record; and ledgers are emptied by nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tests.world import BY, broken_promises, make_world
from zhanggui.config.flows.prove_promises import prove_promises
from zhanggui.inventory.models import Availability
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.flows.make_partitions import make_partitions
from zhanggui.kernel.models import Fact
from zhanggui.kernel.promises import broken_promises as broken_promises_told
from zhanggui.kernel.proof import MOST
from zhanggui.people.testing import make_user

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


def test_what_is_broken_is_seen_at_the_desks_until_it_is_proved_again():
    make_world()
    lead, picker = Client(), Client()
    lead.force_login(make_user("lea", roles=["warehouse_manager"]))
    picker.force_login(make_user("pat", roles=["picker"]))

    def shown(client: Client) -> bool:
        return b"inventory_availability" in client.get("/").content

    Availability.objects.update(claimed=3)
    prove_promises(**BY)
    first = broken_promises_told().first()
    assert first is not None
    page = lead.get("/").content.decode()
    assert first.data["record"] in page
    assert "/promises/broken" in page
    assert first.data["what"] in lead.get("/promises/broken").content.decode()
    assert not shown(picker)
    assert picker.get("/promises/broken").status_code == 403

    Availability.objects.update(claimed=0)
    assert shown(lead), "mended, and not proved yet"
    prove_promises(actor=BY["actor"], at=BY["at"] + timedelta(days=1))
    assert not shown(lead)
    prove_promises(actor=BY["actor"], at=BY["at"] + timedelta(days=2))
    assert Fact.objects.filter(name="config.promises.kept").count() == 1


def test_no_proof_names_more_than_a_few():
    make_world(skus=MOST + 5)
    Availability.objects.update(claimed=3)
    assert len(broken_promises()) <= 2 * MOST


def refuses_to_be_emptied(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL zhanggui.allow_truncate = off")
        try:
            with transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")
        except IntegrityError as refused:
            return "append-only" in str(refused)
        finally:
            cursor.execute("SET LOCAL zhanggui.allow_truncate = on")
    return False


@pytest.mark.parametrize("ledger", ["kernel_fact", "inventory_move", "fulfilment_scan", "orders_ordersnapshot"])
def test_a_ledger_is_emptied_by_nobody(ledger):
    assert refuses_to_be_emptied(ledger)


@pytest.mark.parametrize("ledger", ["kernel_fact", "orders_ordersnapshot"])
def test_no_month_of_a_ledger_is_emptied_by_anybody(ledger):
    make_partitions(actor=BY["actor"], at=datetime(2040, 1, 15, tzinfo=UTC))
    months = [
        name
        for (name,) in fetch_rows("SELECT relid::regclass::text FROM pg_partition_tree(%s::regclass)", [ledger])
        if name != ledger
    ]
    assert {f"{ledger}_rest", f"{ledger}_204001"} <= set(months)
    assert [name for name in months if not refuses_to_be_emptied(name)] == []
