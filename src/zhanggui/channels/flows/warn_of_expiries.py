"""Sound the alarm for authorisations that run out soon.

Afterwards each end of an authorisation that is eight days away or less has been told once; a renewed one is told again
when its own end comes near.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from zhanggui.channels.facts import LinkRunsOut
from zhanggui.channels.models import ShopLink
from zhanggui.channels.rules import WARNED_BEFORE
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def warn_of_expiries(*, actor: Actor, at: datetime) -> Outcome[int]:
    untold = Q(warned_for=None) | ~Q(warned_for=F("expires_at"))
    links = ShopLink.objects.filter(untold, expires_at__gt=at, expires_at__lte=at + WARNED_BEFORE)
    links = links.exclude(state=LinkState.EXPIRED).defer("secrets").order_by("pk")
    ending = list(links.select_for_update(no_key=True))

    ShopLink.objects.filter(pk__among={link.pk for link in ending}).update(warned_for=F("expires_at"))

    told = [LinkRunsOut(link.shop_id, company_day(link.expires_at).isoformat()) for link in ending if link.expires_at]
    announce(told, actor=actor, at=at)
    return Outcome(done=[link.shop_id for link in ending])
