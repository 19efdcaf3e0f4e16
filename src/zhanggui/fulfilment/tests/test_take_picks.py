"""A wave fetched with a phone."""

from dataclasses import replace
from typing import Any

import pytest

from zhanggui.fulfilment.flows.claim_picks import claim_picks
from zhanggui.fulfilment.flows.give_picks import give_picks
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.fulfilment.goods_proof import picks_fill_lines, promises_serve_picks
from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.owning.filters import people_for
from zhanggui.fulfilment.picking.rows import tasks_of, waves_to_pick
from zhanggui.inventory.models import Balance
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.models import User
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
OTHER = replace(ACTOR, name="bert")


def wave_of(world, count=2):
    world.parcels("printed", count)
    return Wave.objects.get()


def claim(wave, actor=ACTOR, zone=""):
    return claim_picks(wave_ids=[wave.pk], zone=zone, actor=actor, at=AT)


def test_a_claimed_wave_is_walked_bin_by_bin(world):
    wave = wave_of(world)
    assert claim(wave).done == [wave.pk]
    first, second = tasks_of(wave, ACTOR)
    assert (first.bin, first.sku, first.quantity, first.cells) == ("P-01", "TS-A", 4, ((1, 2), (2, 2)))
    assert take_picks(pick_ids=first.pick_ids, **BY).done == list(first.pick_ids)
    assert [task.sku for task in tasks_of(wave, ACTOR)] == [second.sku]
    assert Balance.objects.get(sku=world.a).promised == 4
    assert [*picks_fill_lines(), *promises_serve_picks()] == []


def test_the_last_piece_on_the_cart_and_the_list_scanned_do_the_same(world):
    wave = wave_of(world)
    claim(wave)
    take_picks(pick_ids=tasks_of(wave, ACTOR)[0].pick_ids, **BY)
    pick_waves(wave_ids=[wave.pk], **BY)
    assert set(Parcel.objects.values_list("state", flat=True)) == {"picked"}
    assert set(Pick.objects.values_list("state", flat=True)) == {"picked"}


def test_what_one_has_claimed_nobody_else_takes(world):
    wave = wave_of(world)
    claim(wave)
    assert claim(wave, OTHER).refused[wave.pk].code() == "nothing_to_claim"
    ids = tasks_of(wave, ACTOR)[0].pick_ids
    assert {why.code() for why in take_picks(pick_ids=ids, actor=OTHER, at=AT).refused.values()} == {"not_yours"}
    take_picks(pick_ids=ids, **BY)
    assert {why.code() for why in take_picks(pick_ids=ids, **BY).refused.values()} == {"taken_already"}


def test_two_share_a_wave_by_zone(world):
    wave = wave_of(world)
    assert claim(wave, zone="X").refused[wave.pk].code() == "nothing_to_claim"
    assert claim(wave, OTHER, zone="P").done == [wave.pk]
    assert tasks_of(wave, ACTOR) == []
    (row,) = waves_to_pick(ACTOR)
    assert (row.mine, row.free, row.others) == (0, {}, {"bert": 6})


def test_a_wave_is_given_and_taken_away(world):
    wave = wave_of(world)
    claim(wave)
    bert = make_user("bert", roles=["picker"])
    assert give_picks(wave_ids=[wave.pk], person_id=bert.pk, **BY).done == [wave.pk]
    assert tasks_of(wave, ACTOR) == []
    assert len(tasks_of(wave, bert.as_actor())) == 2
    give_picks(wave_ids=[wave.pk], **BY)
    assert claim(wave).done == [wave.pk]


def test_two_of_one_name_are_two(world):
    """By their accounts: for the wave they claimed, on their phones, and where they are chosen."""
    wave = wave_of(world)
    first, second = make_user("li1", roles=["picker"]), make_user("li2", roles=["picker"])
    User.objects.filter(pk__in=[first.pk, second.pk]).update(name="Li")
    one, other = (User.objects.get(pk=pk).as_actor() for pk in (first.pk, second.pk))
    assert claim(wave, one).done == [wave.pk]
    ids = tasks_of(wave, one)[0].pick_ids
    assert (tasks_of(wave, other), waves_to_pick(other)[0].others) == ([], {"Li": 6})
    assert claim(wave, other).refused[wave.pk].code() == "nothing_to_claim"
    assert {why.code() for why in take_picks(pick_ids=ids, actor=other, at=AT).refused.values()} == {"not_yours"}
    User.objects.filter(pk=first.pk).update(name="Wang")
    renamed = User.objects.get(pk=first.pk).as_actor()
    assert take_picks(pick_ids=ids, actor=renamed, at=AT).done == list(ids)
    User.objects.filter(pk=first.pk).update(name="Li")
    assert people_for("take_picks") == [(first.pk, "Li (li1)"), (second.pk, "Li (li2)")]


@pytest.mark.parametrize(("role", "here"), [("print_clerk", True), ("picker", False)])
def test_it_is_given_only_to_who_picks_here(world, role, here):
    wave, house = wave_of(world), world.warehouse if here else make_warehouse()
    person = make_user("dan", roles=[role], warehouse_ids=[house.pk])
    refused = give_picks(wave_ids=[wave.pk], person_id=person.pk, **BY).refused
    assert refused[wave.pk].code() == "cannot_see_to"


def test_only_a_printed_wave_that_is_not_for_paper_is_claimed(world):
    world.parcels("waved", 1)
    wave = Wave.objects.get()
    assert claim(wave).refused[wave.pk].code() == "wave_not_to_pick"
    world.parcels("printed", 1)
    paper = Wave.objects.latest("pk")
    Wave.objects.filter(pk=paper.pk).update(means="paper")
    assert claim(paper).refused[paper.pk].code() == "paper_only"
    assert give_picks(wave_ids=[paper.pk], **BY).refused[paper.pk].code() == "paper_only"


def test_what_was_stopped_is_left_where_it_is(world):
    wave = wave_of(world)
    claim(wave)
    task = tasks_of(wave, ACTOR)[0]
    stop_parcels(parcel_ids=[Parcel.objects.earliest("pk").pk], reason="refund", **BY)
    refused = take_picks(pick_ids=task.pick_ids, **BY).refused
    assert [why.code() for why in refused.values()] == ["pick_of_stopped"]
    assert tasks_of(wave, ACTOR)[0].sku == "TS-B"


def test_pieces_on_a_cart_go_nowhere_but_with_a_stop(world):
    wave = wave_of(world)
    claim(wave)
    take_picks(pick_ids=tasks_of(wave, ACTOR)[0].pick_ids, **BY)
    parcel = Parcel.objects.earliest("pk")
    assert kick_out_parcels(parcel_ids=[parcel.pk], **BY).refused[parcel.pk].code() == "on_the_cart"
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", **BY)
    assert [*picks_fill_lines(), *promises_serve_picks()] == []
    assert Balance.objects.get(sku=world.a).promised == 2


def test_on_the_phone_from_the_claim_to_the_packing_table(world, signed_in):
    wave = wave_of(world)
    client = signed_in("picker")
    assert wave.number in client.get("/picking/").content.decode()
    assert client.post("/picking/", {"wave": wave.pk, "zone": ""}).status_code == 302
    page = f"/picking/{wave.pk}"
    actor = User.objects.get(username="anna").as_actor()
    task = tasks_of(wave, actor)[0]
    assert "P-01" in client.get(page).content.decode()
    sent = {"picks": task.ids, "quantity": 4, "bin": "P-01", "code": "111"}
    both = ",".join(one.ids for one in tasks_of(wave, actor))
    unread = {"bin": "", "code": ""}
    for wrong in (
        {"bin": "P-02"}, {"code": "222"}, {"quantity": 3}, unread, unread | {"quantity": 0, "reason": "missing"},
        {"picks": both, "code": "", "quantity": 6}, {"bin": "", "code": "222", "picks": both, "quantity": 6},
    ):  # fmt: skip
        assert client.post(page, sent | wrong).status_code == 422
    refused = client.post(page, sent | unread).content.decode()
    assert 'data-code="nothing_scanned"' in refused
    assert not Pick.objects.filter(state="taken").exists()
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 422
    task = tasks_of(wave, actor)[0]
    client.post(page, {"picks": task.ids, "quantity": task.quantity, "bin": "p-01"})
    assert "2 parcels are picked." in client.get(page).content.decode()
    wave.refresh_from_db()
    assert (wave.state, wave.picked_by) == ("picked", "Anna")
    assert client.get("/picking/").status_code == 200


def test_verifiers_do_not_pick(world, signed_in):
    assert signed_in("verifier").get("/picking/").status_code == 403
