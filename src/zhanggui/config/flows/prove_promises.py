"""Prove every promise on the live database, and put what is broken on record.

Afterwards each record that breaks a promise is a fact of the company and a line of the error log, the outcome names it,
and every page of those who answer for it says so. When everything holds nothing is written, unless something was broken
before: then it is a fact that all is well again.
"""

import logging
from datetime import datetime

from django.db import transaction

from zhanggui.config.facts import PromiseBroken, PromisesKept
from zhanggui.config.proving import prove
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.promises import COMPANY, broken_promises
from zhanggui.kernel.refusal import Refusal

logger = logging.getLogger(__name__)


class RecordIsWrong(Refusal):
    """{promise}: {record} {what}"""


@transaction.atomic
def prove_promises(*, actor: Actor, at: datetime) -> Outcome[str]:
    proved = [(proof.__name__, wrong) for proof, wrong in prove()]

    broken = [one for _, wrong in proved for one in wrong]
    refused: dict[str, Refusal] = {
        one.record: RecordIsWrong(promise=one.promise, record=one.record, what=one.what) for one in broken
    }

    mended = [] if broken or not broken_promises().exists() else [PromisesKept(COMPANY)]
    announce(mended, actor=actor, at=at)
    announce([PromiseBroken(COMPANY, one.promise, one.record, one.what) for one in broken], actor=actor, at=at)
    for one in broken:
        logger.error("promise broken: %s: %s %s", one.promise, one.record, one.what)
    return Outcome(done=[name for name, wrong in proved if not wrong], refused=refused)
