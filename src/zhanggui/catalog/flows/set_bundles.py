"""Say which SKUs are bundles, and what is in each.

Afterwards each bundle has exactly the parts given; without parts it is a plain SKU again. A SKU of which pieces lie on
stock, claimed or not, is refused: a bundle has no stock of its own. Orders that came before keep what was to be sent
for them until bundles are applied to them again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.bundling import bring_bundles, lock_catalog
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def set_bundles(*, bundles: Sequence[BundleDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by merchant code of the bundle."""
    lock_catalog()
    done, refused = bring_bundles(bundles, actor=actor, at=at)
    return Outcome(done=done, refused=refused)
