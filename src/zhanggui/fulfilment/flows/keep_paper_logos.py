"""Keep pictures that papers are to carry.

Afterwards each is kept once, painted anew, and a template can name it by its digest. No paper changes yet.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from zhanggui.fulfilment.models import PaperLogo
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.papers.logos import printable_logo


@transaction.atomic
def keep_paper_logos(*, pictures: Sequence[bytes], actor: Actor, at: datetime) -> Outcome[str]:
    """`done` are their digests in order; `refused` go by their place."""
    kept: dict[str, PaperLogo] = {}
    refused: dict[str, Refusal] = {}
    for place, picture in enumerate(pictures):
        try:
            painted = printable_logo(picture)
        except Refusal as refusal:
            refused[str(place)] = refusal
            continue
        digest = sha256(painted).hexdigest()
        kept[digest] = PaperLogo(digest=digest, picture=painted, made_by=actor.name[:80], made_at=at)
    PaperLogo.objects.bulk_create(kept.values(), ignore_conflicts=True)
    return Outcome(done=list(kept), refused=refused)
