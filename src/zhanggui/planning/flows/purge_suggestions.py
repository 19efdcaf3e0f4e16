"""Delete suggestions that a later plan replaced, when their time is up.

Afterwards none is kept longer than the settings say (`SUGGESTION_DAYS`; 0: for ever). Those that were ordered, approved
or dropped stay, and so do plans and forecasts.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.planning.models import Suggestion
from zhanggui.planning.states import SuggestionState


@transaction.atomic
def purge_suggestions(*, actor: Actor, at: datetime) -> Outcome[int]:
    if settings.SUGGESTION_DAYS:
        before = at - timedelta(days=settings.SUGGESTION_DAYS)
        Suggestion.objects.filter(state=SuggestionState.REPLACED, plan__asked_at__lt=before).delete()
    return Outcome()
