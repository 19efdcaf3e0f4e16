"""Saved views: own, shared, replaced, deleted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotAllowed, NotFound
from zhanggui.ui.desk.views import opening_view, saved_views
from zhanggui.ui.flows.arrange_views import arrange_views
from zhanggui.ui.flows.delete_views import delete_views
from zhanggui.ui.flows.save_views import DefaultChanged, ViewDraft, ViewNeedsTitle, ViewOpensForNobody, save_views
from zhanggui.ui.models import SavedView

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 8, tzinfo=UTC)


def test_a_view_of_the_same_title_is_replaced(desk, lead):
    for tab in ("held", "all"):
        draft = ViewDraft("baskets", "Mine", {"question": {"tab": tab}})
        save_views(views=[draft], actor=lead, at=AT).one()
    assert SavedView.objects.get().layout == {"question": {"tab": "all"}}


def test_others_see_only_what_is_shared(desk, lead, clerk):
    drafts = [ViewDraft("baskets", "Private"), ViewDraft("baskets", "Shared", shared=True)]
    save_views(views=drafts, actor=lead, at=AT)
    assert [(view["title"], view["mine"]) for view in saved_views(desk, clerk)] == [("Shared", False)]


REVIEWER = Actor(name="Rita", user_id=3, grants=frozenset({"see_baskets"}), posts=frozenset({"reviewer"}))
PACKER = Actor(name="Paul", user_id=4, grants=frozenset({"see_baskets"}), posts=frozenset({"packer"}))


def titles(desk, actor):
    return [view["title"] for view in saved_views(desk, actor)]


def test_a_view_is_shared_with_posts_and_with_single_people(desk, lead):
    drafts = [ViewDraft("baskets", "Post", posts=("reviewer",)), ViewDraft("baskets", "Person", people=(4,))]
    save_views(views=drafts, actor=lead, at=AT)
    assert (titles(desk, REVIEWER), titles(desk, PACKER)) == (["Post"], ["Person"])


def test_a_desk_opens_with_the_view_of_the_post(desk, lead):
    draft = ViewDraft("baskets", "First", posts=("reviewer",), opens=True)
    save_views(views=[draft], actor=lead, at=AT).one()
    (view,) = saved_views(desk, REVIEWER)
    assert opening_view([view], REVIEWER) == view["id"]
    assert opening_view(saved_views(desk, PACKER), PACKER) is None
    save_views(views=[replace(draft, opens=False)], actor=lead, at=AT).one()
    assert opening_view(saved_views(desk, REVIEWER), REVIEWER) is None
    assert save_views(views=[ViewDraft("baskets", "No", opens=True)], actor=lead, at=AT).refused == {
        "No": ViewOpensForNobody()
    }


def test_the_first_view_of_a_post_is_not_replaced_unseen(desk, lead):
    other = replace(lead, user_id=9, name="Olga")
    save_views(views=[ViewDraft("baskets", "A", posts=("reviewer",), opens=True)], actor=lead, at=AT).one()
    mine = ViewDraft("baskets", "B", posts=("reviewer",), opens=True)
    assert save_views(views=[mine], actor=other, at=AT).refused == {
        "B": DefaultChanged(title="A", by="Lead", post="reviewer")
    }
    seen = {"reviewer": SavedView.objects.get(title="A").pk}
    save_views(views=[replace(mine, seen=seen)], actor=other, at=AT).one()
    assert [(view["title"], view["opens_for"]) for view in saved_views(desk, REVIEWER)] == [
        ("A", []), ("B", ["reviewer"]),
    ]  # fmt: skip


def test_everybody_has_an_order_of_their_own(desk, lead):
    save_views(views=[ViewDraft("baskets", title, shared=True) for title in "ABC"], actor=lead, at=AT)
    ids = {view.title: view.pk for view in SavedView.objects.all()}
    assert arrange_views(desk="baskets", view_ids=[ids["C"], ids["A"]], actor=REVIEWER, at=AT).refused == {}
    assert (titles(desk, REVIEWER), titles(desk, PACKER)) == (["C", "A", "B"], ["A", "B", "C"])
    save_views(views=[ViewDraft("baskets", "Private")], actor=lead, at=AT)
    private = SavedView.objects.get(title="Private").pk
    assert list(arrange_views(desk="baskets", view_ids=[private], actor=PACKER, at=AT).refused) == [private]


def test_the_views_of_a_desk_are_one_statement(desk, lead, django_assert_num_queries):
    save_views(views=[ViewDraft("baskets", f"V{n}", posts=("reviewer",)) for n in range(20)], actor=lead, at=AT)
    with django_assert_num_queries(1):
        assert len(saved_views(desk, REVIEWER)) == 20


def test_sharing_needs_the_right(clerk):
    for draft in (ViewDraft("baskets", "S", posts=("reviewer",)), ViewDraft("baskets", "S", people=(4,))):
        refused = save_views(views=[draft], actor=clerk, at=AT).refused
        assert refused == {"S": NotAllowed(grant="share_views")}
    outcome = save_views(views=[ViewDraft("baskets", "Shared", shared=True)], actor=clerk, at=AT)
    assert outcome.refused == {"Shared": NotAllowed(grant="share_views")}


def test_a_title_is_needed(lead):
    assert save_views(views=[ViewDraft("baskets", "")], actor=lead, at=AT).refused == {"": ViewNeedsTitle()}


def test_only_own_views_are_deleted(lead, clerk):
    save_views(views=[ViewDraft("baskets", "Mine")], actor=lead, at=AT)
    view = SavedView.objects.get()
    assert delete_views(view_ids=[view.pk], actor=clerk, at=AT).refused == {view.pk: NotFound(what="view", key=view.pk)}
    assert delete_views(view_ids=[view.pk], actor=lead, at=AT).done == [view.pk]


@pytest.mark.parametrize("count", [1, 100])
def test_statements_do_not_grow(lead, count, django_assert_num_queries):
    drafts = [ViewDraft("baskets", f"View {number}") for number in range(count)]
    with django_assert_num_queries(4):
        save_views(views=drafts, actor=lead, at=AT)
