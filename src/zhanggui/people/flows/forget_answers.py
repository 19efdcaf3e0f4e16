"""Forget what programs were answered long ago, and old wrong passwords.

Afterwards an Idempotency-Key of before `ANSWER_DAYS` is as new, and no failure older than the lock's time is kept.
"""

from datetime import datetime, timedelta

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.people.models import IdempotentAnswer, SignInFailure
from zhanggui.people.signing_in import LOCK_TIME

ANSWER_DAYS = 7


@transaction.atomic
def forget_answers(*, actor: Actor, at: datetime) -> Outcome[int]:
    actor.check("forget_answers")
    IdempotentAnswer.objects.filter(created_at__lt=at - timedelta(days=ANSWER_DAYS)).delete()
    SignInFailure.objects.filter(at__lt=at - LOCK_TIME).delete()
    return Outcome()
