"""The flows as the desks ask them: the same words for each document chosen."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid5

from zhanggui.inventory.queries import sku_scanned
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.quality.claiming import NewClaim
from zhanggui.quality.flows.answer_spot_checks import answer_spot_checks
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.open_supplier_claims import open_supplier_claims
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.rework_defects import rework_defects
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.flows.take_parts import take_parts
from zhanggui.quality.models import Defect, SupplierReturn
from zhanggui.quality.rules.disposing import DisposalDraft, NobodyToReturnTo
from zhanggui.quality.rules.findings import FindingDraft
from zhanggui.quality.rules.parts import PartsDraft
from zhanggui.quality.rules.spots import SpotAnswer


class OneAtATime(Refusal):
    """Choose one document: what is written down is about that one alone."""


def only(ids: Sequence[int]) -> int:
    if len(ids) != 1:
        raise OneAtATime
    return ids[0]


def find_pieces(
    *,
    inspection_ids: Sequence[int],
    reason: str,
    pieces: int,
    note: str,
    client_id: UUID,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    drafts = {uuid5(client_id, str(pk)): pk for pk in inspection_ids}
    findings = [FindingDraft(pk, reason, pieces, key, note) for key, pk in drafts.items()]
    outcome = record_findings(findings=findings, actor=actor, at=at)
    ids = {str(key): pk for key, pk in drafts.items()}
    return Outcome([ids[key] for key in outcome.done], {ids[key]: no for key, no in outcome.refused.items()})


def judge(
    *,
    inspection_ids: Sequence[int],
    result: str,
    checked: int | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    verdicts = [Verdict(pk, result, checked, note) for pk in inspection_ids]
    return judge_inspections(verdicts=verdicts, actor=actor, at=at)


def rework(
    *, defect_ids: Sequence[int], quantity: int = 0, words: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    return rework_defects(drafts=[DisposalDraft(pk, quantity, words) for pk in defect_ids], actor=actor, at=at)


def scrap(*, defect_ids: Sequence[int], quantity: int = 0, words: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    return scrap_defects(drafts=[DisposalDraft(pk, quantity, words) for pk in defect_ids], actor=actor, at=at)


def send_back(
    *,
    defect_ids: Sequence[int],
    quantity: int = 0,
    words: str = "",
    supplier_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    drafts = [DisposalDraft(pk, quantity) for pk in defect_ids]
    return open_supplier_returns(drafts=drafts, supplier_id=supplier_id, note=words, actor=actor, at=at)


def take_apart(
    *, defect_ids: Sequence[int], quantity: int, part: str, pieces: int, words: str, actor: Actor, at: datetime
) -> Outcome[int]:
    parts = ((sku_scanned(part).pk, pieces),)
    return take_parts(drafts=[PartsDraft(only(defect_ids), quantity, parts, words)], actor=actor, at=at)


def claim_for_defects(
    *, defect_ids: Sequence[int], kind: str, amount: Decimal, words: str, actor: Actor, at: datetime
) -> Outcome[int]:
    rows = Defect.objects.visible_to(actor).filter(pk=only(defect_ids)).select_related("sku", "inspection")
    claims = {}
    for one in rows:
        if one.supplier_id is None:
            raise NobodyToReturnTo(sku=one.sku.code)
        paper = one.inspection.number if one.inspection else ""
        claims[f"defect:{one.pk}:{kind}"] = (
            one.pk,
            NewClaim(one.supplier_id, kind, amount, "defect", one.pk, paper, words),
        )
    outcome = open_supplier_claims(claims=[claim for _, claim in claims.values()], actor=actor, at=at)
    for refusal in outcome.refused.values():
        raise refusal
    return Outcome(done=[claims[key][0] for key in outcome.done])


def claim_for_returns(
    *, return_ids: Sequence[int], kind: str, amount: Decimal, words: str, actor: Actor, at: datetime
) -> Outcome[int]:
    slip = SupplierReturn.objects.visible_to(actor).get(pk=only(return_ids))
    claim = NewClaim(slip.supplier_id, kind, amount, "supplier_return", slip.pk, slip.number, words)
    open_supplier_claims(claims=[claim], actor=actor, at=at).one()
    return Outcome(done=[slip.pk])


def answer_spots(
    *,
    spot_ids: Sequence[int],
    checked: int,
    defective: int,
    reason: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    answers = [SpotAnswer(pk, checked, defective, reason, note) for pk in spot_ids]
    return answer_spot_checks(answers=answers, actor=actor, at=at)
