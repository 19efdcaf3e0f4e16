"""The sampling mark (抽检) at the verifying table, and who looked at the goods."""

from typing import Any

import pytest

from zhanggui.fulfilment.models import Scan
from zhanggui.fulfilment.papers import pick_rows
from zhanggui.fulfilment.tests.tables import Table
from zhanggui.inventory.flows.mark_inspections import MarkDraft, mark_inspections
from zhanggui.inventory.flows.pass_inspections import pass_inspections
from zhanggui.inventory.models import InspectionMark
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.models import SignInFailure
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def table(world, signed_in):
    make_user("ines", roles=("inspector",))
    make_user("vera", roles=("verifier",))
    return Table(signed_in("verifier"))


@pytest.fixture
def mark(world):
    mark_inspections(marks=[MarkDraft(world.a.pk, world.warehouse.pk)], reason="new supplier", **BY).one()
    return InspectionMark.objects.get()


def test_marked_goods_wait_for_the_inspector_who_signs_at_the_table(world, table, mark):
    table.scan(world.parcel("picked").waybill)
    waits = table.scan("111")
    assert (waits["tone"], waits["sound"], waits["ask"]["name"]) == ("bad", "stopped", "inspector")
    assert table.scan("222")["tone"] == "good"  # the other goods go on
    table.scan("111")

    signed = table.signs("inspector", "ines", note="seams good")
    assert (signed["tone"], signed["done"]) == ("good", 2)
    mark.refresh_from_db()
    assert (mark.state, mark.passed_by, mark.note) == ("passed", "Ines", "seams good")
    assert table.scan("111")["sound"] == "done"
    checked = Scan.objects.filter(result__in=["piece_ok", "parcel_done"]).order_by("pk")
    assert list(checked.values_list("checked_by", flat=True)) == ["Anna", "Ines", "Anna"]


def test_marked_goods_say_so_on_the_list_and_the_phone_until_they_are_passed(world, mark, signed_in):
    wave = world.parcel("printed").wave
    picker = signed_in("picker", name="paul")
    picker.post("/picking/", {"wave": wave.pk, "zone": ""})

    def marked():
        on_list = [row.sku_code for row in pick_rows(wave.pk) if "Sampling inspection" in row.name]
        return on_list, "new supplier" in picker.get(f"/picking/{wave.pk}").content.decode()

    assert marked() == (["TS-A"], True)
    pass_inspections(mark_ids=[mark.pk], **BY).one()
    assert marked() == ([], False)


@pytest.mark.parametrize(
    ("who", "code"), [("vera", "second_may_not"), ("anna", "not_the_same_person"), ("nobody", "wrong_sign_in")]
)
def test_only_an_inspector_other_than_the_verifier_signs(world, table, mark, who, code):
    table.scan(world.parcel("picked").waybill)
    table.scan("111")
    answer = table.signs("inspector", who)
    assert answer["code"] == code
    mark.refresh_from_db()
    assert mark.state == "pending"
    assert table.context["inspect"] == "111"


def test_guesses_of_the_password_are_counted_and_end(world, table, mark):
    table.scan(world.parcel("picked").waybill)
    table.scan("111")
    codes = [table.fill("inspector", username="ines", password="guess")["code"] for _ in range(6)]
    assert codes == ["wrong_sign_in"] * 5 + ["sign_in_locked"]
    assert SignInFailure.objects.filter(username="ines").count() == 5


def test_goods_passed_on_the_inspectors_page_go_through(world, table, mark):
    pass_inspections(mark_ids=[mark.pk], note="", **BY).one()
    table.scan(world.parcel("picked").waybill)
    assert table.scan("111")["tone"] == "good"


def test_a_mark_on_another_lot_or_warehouse_stops_nothing(world, table):
    from zhanggui.inventory.testing import make_warehouse

    drafts = [MarkDraft(world.a.pk, world.warehouse.pk, "L9"), MarkDraft(world.a.pk, make_warehouse().pk)]
    mark_inspections(marks=drafts, reason="batch", **BY)
    table.scan(world.parcel("picked").waybill)
    assert table.scan("111")["tone"] == "good"
