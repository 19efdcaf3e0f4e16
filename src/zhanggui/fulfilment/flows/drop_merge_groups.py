"""Drop groups of shops that merge.

Afterwards their shops merge only by hand, each for itself. Parcels that were merged stay merged.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import GroupedShop, MergeGroup
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import NotAllowed


@transaction.atomic
def drop_merge_groups(*, group_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    found = set(MergeGroup.objects.filter(pk__among=set(group_ids)).values_list("pk", flat=True))
    members = GroupedShop.objects.filter(group_id__among=set(found))
    foreign = set()
    if actor.shop_ids is not None:
        foreign = set(members.exclude(shop_id__among=set(actor.shop_ids)).values_list("group_id", flat=True))
    refused = not_found("merge group", group_ids, found)
    refused |= {pk: NotAllowed(grant="drop_merge_groups") for pk in foreign}
    done = [pk for pk in dict.fromkeys(group_ids) if pk not in refused]

    GroupedShop.objects.filter(group_id__among=done).delete()
    MergeGroup.objects.filter(pk__among=done).delete()
    return Outcome(done=done, refused=refused)
