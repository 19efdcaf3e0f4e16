"""Delete saved views of one's own.

Afterwards they exist no more. A view of somebody else, shared or not, is not found.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.ui.models import SavedView


@transaction.atomic
def delete_views(*, view_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    own = SavedView.objects.select_for_update().filter(pk__in=view_ids, user_id=actor.user_id or 0).order_by("pk")
    found = list(own.values_list("pk", flat=True))
    SavedView.objects.filter(pk__in=found).delete()
    refused = not_found("view", view_ids, found)
    return Outcome(found, refused)
