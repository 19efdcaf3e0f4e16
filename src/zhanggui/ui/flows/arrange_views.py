"""Put the views of a desk in the order a person wants.

Afterwards their list shows them so; others keep their own order, and views not named come last.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.ui.flows.save_views import ViewNeedsUser
from zhanggui.ui.models import SavedView, ViewOrder


@transaction.atomic
def arrange_views(*, desk: str, view_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    if actor.user_id is None:
        raise ViewNeedsUser
    seen = SavedView.objects.visible_to(actor).filter(desk=desk, pk__in=view_ids)
    known = set(seen.values_list("pk", flat=True))
    asked = [pk for pk in dict.fromkeys(view_ids) if pk in known]
    ViewOrder.objects.bulk_create(
        [ViewOrder(user_id=actor.user_id, desk=desk, view_ids=asked)],
        update_conflicts=True,
        unique_fields=["user_id", "desk"],
        update_fields=["view_ids"],
    )
    refused = not_found("view", view_ids, known)
    return Outcome(asked, refused)
