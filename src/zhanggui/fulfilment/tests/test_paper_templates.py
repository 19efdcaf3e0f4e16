"""Papers look as their warehouse and shop have it, version by version; on some days no note goes along."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.fulfilment.flows.pause_notes import PauseDraft, pause_notes
from zhanggui.fulfilment.flows.resume_notes import resume_notes
from zhanggui.fulfilment.flows.save_paper_templates import TemplateDraft, save_paper_templates
from zhanggui.fulfilment.models import NotePause, SavedTemplate
from zhanggui.fulfilment.paper_templates.choosing import current_templates, template_of
from zhanggui.kernel.clock import company_day, now
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.papers.templates import LIST, NOTE, USUAL
from zhanggui.papers.testing import page_sizes, printed_texts

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
SHORT = replace(USUAL[NOTE], columns=("quantity", "goods"), heading="我们公司", words="欢迎再来")


def save(template, *, warehouse=None, shop=None):
    draft = TemplateDraft(template, warehouse and warehouse.pk, shop and shop.pk)
    return save_paper_templates(templates=[draft], **BY).one()


def test_the_nearest_template_counts_and_older_versions_are_kept(world):
    both = {"shop": world.shop, "warehouse": world.warehouse}
    save(SHORT)
    save(replace(SHORT, heading="shop"), shop=world.shop)
    save(replace(SHORT, heading="both"), **both)
    save(replace(SHORT, heading="both again"), **both)
    known = current_templates(NOTE)
    here = {"warehouse_id": world.warehouse.pk, "shop_id": world.shop.pk}
    assert template_of(known, NOTE, **here).heading == "both again"
    assert template_of(known, NOTE, **here | {"warehouse_id": 0}).heading == "shop"
    assert template_of(known, NOTE, warehouse_id=0, shop_id=0).heading == "我们公司"
    assert template_of({}, NOTE, warehouse_id=0) == USUAL[NOTE]
    kept = SavedTemplate.objects.filter(**both).order_by("version").values_list("version", "is_current")
    assert list(kept) == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"columns": ("code", "goods")}, "column_missing"),
        ({"columns": ("goods", "quantity", "goods")}, "column_twice"),
        ({"columns": ("goods", "quantity", "bin")}, "column_unknown"),
        ({"size": "A0"}, "size_unknown"),
        ({"copies": ("blue",)}, "copy_unknown"),
        ({"words": "x" * 201}, "words_too_long"),
        ({"paper": "poster"}, "paper_unknown"),
    ],
)
def test_what_nobody_could_work_by_is_not_saved(world, change, code):
    outcome = save_paper_templates(templates=[TemplateDraft(replace(SHORT, **change))], **BY)
    assert outcome.refused[0].code() == code
    assert not SavedTemplate.objects.exists()


def test_notes_and_lists_are_printed_by_their_templates(world, signed_in):
    save(SHORT, shop=world.shop)
    save(replace(USUAL[LIST], columns=("quantity", "bin", "code")), warehouse=world.warehouse)
    parcel = world.parcel("printed")
    client = signed_in("print_clerk")
    note = "".join(printed_texts(client.get(f"/papers/notes?ids={parcel.pk}").content))
    assert "我们公司" in note
    assert "欢迎再来" in note
    assert "TS-A" not in note
    pick_list = "".join(printed_texts(client.get(f"/papers/pick-list?wave={parcel.wave_id}").content))
    assert "TS-A" in pick_list
    assert "T-shirt" not in pick_list


def test_prices_stand_on_the_note_only_where_the_shop_wants_them(world, signed_in):
    parcel = world.parcel("printed")
    client = signed_in("print_clerk")
    assert "10.00" not in "".join(printed_texts(client.get(f"/papers/notes?ids={parcel.pk}").content))
    save(replace(SHORT, columns=("goods", "quantity", "price", "amount")), shop=world.shop)
    assert "10.00" in "".join(printed_texts(client.get(f"/papers/notes?ids={parcel.pk}").content))


def test_during_a_campaign_no_note_goes_along_and_the_reason_is_said(world, signed_in):
    today = company_day(now())
    (pause_id,) = pause_notes(pauses=[PauseDraft(today, today, "双11", world.shop.pk)], **BY).done
    parcel = world.parcel("printed")
    client = signed_in("print_clerk")
    answer = client.get(f"/papers/notes?ids={parcel.pk}", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "notes_paused")
    assert "双11" in answer.json()["sentence"]
    resume_notes(pause_ids=[pause_id], **BY)
    assert client.get(f"/papers/notes?ids={parcel.pk}").status_code == 200


def test_a_pause_needs_a_reason_and_days_in_order(world):
    today = company_day(now())
    drafts = [PauseDraft(today, today, " "), PauseDraft(today, today - timedelta(days=1), "x")]
    refused = pause_notes(pauses=drafts, **BY).refused
    assert [refused[0].code(), refused[1].code()] == ["pause_without_reason", "pause_ends_first"]


def test_the_page_previews_saves_and_keeps_versions(world, signed_in):
    client = signed_in("warehouse_manager")
    fields = {"column_1": "quantity", "column_2": "goods", "size": "MM_100_150", "copies": ["white", "red"]}
    preview = client.get("/papers/templates/preview", {"paper": "note", **fields})
    assert preview.content.startswith(b"\x89PNG")
    whole = client.get("/papers/templates/preview", {"paper": "note", "as": "pdf", **fields})
    assert page_sizes(whole.content) == [(100.0, 150.0)] * 2
    asked = {"paper": "note", "column_1": "code"}
    bad = client.get("/papers/templates/preview", asked, headers={"accept": "application/json"})
    assert bad.json()["code"] == "column_missing"

    assert client.post("/papers/templates?paper=note", fields).status_code == 302
    saved = SavedTemplate.objects.get()
    assert (saved.template["columns"], saved.template["copies"]) == (["quantity", "goods"], ["white", "red"])
    assert "Version 1" in client.get("/papers/templates?paper=note").content.decode()
    assert client.post("/papers/templates?paper=note", fields | {"column_2": ""}).status_code == 422
    assert client.get("/papers/templates?paper=list").status_code == 200


def test_pauses_are_set_and_lifted_on_the_page(world, signed_in):
    client = signed_in("warehouse_manager")
    today = company_day(now()).isoformat()
    client.post("/papers/notes/pause", {"pause_shop": "", "first_on": today, "last_on": today, "reason": "双11"})
    pause = NotePause.objects.get()
    client.post("/papers/notes/resume", {"pause": pause.pk})
    assert NotePause.objects.get().lifted_at


def test_only_those_who_decide_may(signed_in):
    picker = signed_in("picker")
    assert picker.get("/papers/templates").status_code == 403
    assert picker.post("/papers/notes/pause", {}).status_code == 403
