"""Batch actions: chunks, outcome, scope, rights, forms."""

import json
from datetime import UTC, datetime

import pytest

from zhanggui.kernel.refusal import NotAllowed
from zhanggui.ui.desk.batch import asked_of, chosen_ids, run_action
from zhanggui.ui.desk.refusals import FormIncomplete, NothingChosen
from zhanggui.ui.tests.models import Basket

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 8, tzinfo=UTC)


def run(desk, name, ids, actor, **asked):
    return list(run_action(desk, desk.action(name, actor), ids, asked=asked, actor=actor, at=AT))


def test_done_and_refused_with_the_name_of_the_document(baskets, desk, lead):
    held = Basket.objects.filter(state="held")[0]
    opened = Basket.objects.filter(state="open")[0]
    *_, outcome = run(desk, "review_baskets", [held.pk, opened.pk], lead)
    assert outcome["done"] == [opened.pk]
    (refused,) = outcome["refused"]
    assert (refused["document"], refused["code"]) == (held.number, "basket_on_hold")
    assert held.number in refused["sentence"]


def test_all_that_match_are_done_in_chunks(baskets, desk, lead):
    ids = chosen_ids(desk, ids=[], params={"tab": "all"}, actor=lead)
    steps = run(desk, "note_baskets", ids, lead, note="x", flag="red")
    assert [step.get("progress") for step in steps] == [1000, 2000, 3000, None]
    assert len(steps[-1]["done"]) == 3000


def test_documents_outside_the_scope_are_not_found(baskets, desk, lead, clerk):
    foreign = Basket.objects.filter(shop_id=2, state="open")[0]
    noting = clerk.__class__("Clerk", 2, frozenset({"see_baskets", "note_baskets"}), frozenset({1}))
    *_, outcome = run(desk, "note_baskets", [foreign.pk], noting, note="x", flag="red")
    assert outcome["done"] == []
    assert outcome["refused"][0]["code"] == "not_found"
    assert outcome["refused"][0]["document"] == str(foreign.pk)


def test_the_right_is_needed(desk, clerk):
    with pytest.raises(NotAllowed):
        desk.action("review_baskets", clerk)


def test_nothing_chosen(desk, lead):
    with pytest.raises(NothingChosen):
        chosen_ids(desk, ids=[], params=None, actor=lead)


def test_an_incomplete_form_names_its_fields(desk, lead):
    with pytest.raises(FormIncomplete) as caught:
        asked_of(desk.action("note_baskets", lead), {"flag": "blue"}, lead)
    assert set(caught.value.data["errors"]) == {"note", "flag"}


def test_the_answer_comes_line_by_line(baskets, client):
    ids = list(Basket.objects.filter(state="open").values_list("pk", flat=True)[:3])
    answer = client.post("/desk/baskets/act/review_baskets", {"ids": ids}, content_type="application/json")
    lines = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert lines[0] == {"progress": 3, "total": 3}
    assert sorted(lines[1]["done"]) == sorted(ids)
