"""Saved views: own, shared, replaced, deleted."""

from datetime import UTC, datetime

import pytest

from zhanggui.kernel.refusal import NotAllowed, NotFound
from zhanggui.ui.desk.page import saved_views
from zhanggui.ui.flows.delete_views import delete_views
from zhanggui.ui.flows.save_views import ViewDraft, ViewNeedsTitle, save_views
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


def test_sharing_needs_the_right(clerk):
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
    with django_assert_num_queries(3):
        save_views(views=drafts, actor=lead, at=AT)
