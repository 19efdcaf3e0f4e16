"""Prove every promise on the live database, and put what is broken on record.

Afterwards each record that breaks a promise is a fact of the company and a line of the error log, and the outcome names
it; when everything holds, nothing is written.
"""

import logging
from datetime import datetime

from django.db import transaction

from zhanggui.config.facts import PromiseBroken
from zhanggui.config.proving import prove
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

COMPANY = 0
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

    announce([PromiseBroken(COMPANY, one.promise, one.record, one.what) for one in broken], actor=actor, at=at)
    for one in broken:
        logger.error("promise broken: %s: %s %s", one.promise, one.record, one.what)
    return Outcome(done=[name for name, wrong in proved if not wrong], refused=refused)
