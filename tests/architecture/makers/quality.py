"""How to call each flow over inspections on a set of any size."""

from decimal import Decimal
from uuid import uuid4

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.quality.flows.ask_special_acceptance import ask_special_acceptance
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.decide_special_acceptance import decide_special_acceptance
from zhanggui.quality.flows.hand_back_inspections import hand_back_inspections
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.flows.set_defect_reasons import set_defect_reasons
from zhanggui.quality.flows.set_sampling_plans import PlanDraft, set_sampling_plans
from zhanggui.quality.flows.undo_findings import undo_findings
from zhanggui.quality.flows.withdraw_inspections import withdraw_inspections
from zhanggui.quality.rules.findings import FindingDraft
from zhanggui.quality.rules.reasons import ReasonDraft
from zhanggui.quality.testing import AT, INSPECTOR, LEAD, REASON, arrive, find_defects, make_inspections
from zhanggui.quality.testing import make_quality_warehouse as make_warehouse


def skus(n: int) -> list[int]:
    return [sku.pk for sku in make_skus(n)]


def waiting(n: int) -> list[int]:
    return make_inspections(make_warehouse(), skus(n))


def begun(n: int, pieces: int = 2) -> list[int]:
    ids = waiting(n)
    find_defects(ids, pieces)
    return ids


def asked(n: int) -> list[int]:
    ids = begun(n)
    ask_special_acceptance(inspection_ids=ids, reason="urgent", actor=INSPECTOR, at=AT)
    return ids


def requesting(world: World, n: int) -> Call:
    arrivals = arrive(make_warehouse(), skus(n))
    return lambda: request_inspections(arrivals=arrivals, **BY)


def beginning(world: World, n: int) -> Call:
    ids = waiting(n)
    return lambda: begin_inspections(inspection_ids=ids, **BY)


def handing_back(world: World, n: int) -> Call:
    ids = begun(n)
    return lambda: hand_back_inspections(inspection_ids=ids, **BY)


def finding(world: World, n: int) -> Call:
    drafts = [FindingDraft(pk, REASON, 1, uuid4()) for pk in begun(n, 0)]
    return lambda: record_findings(findings=drafts, actor=INSPECTOR, at=AT)


def undoing(world: World, n: int) -> Call:
    ids = begun(n)
    return lambda: undo_findings(inspection_ids=ids, actor=INSPECTOR, at=AT)


def judging(world: World, n: int) -> Call:
    verdicts = [Verdict(pk, "sorted") for pk in begun(n)]
    return lambda: judge_inspections(verdicts=verdicts, actor=INSPECTOR, at=AT)


def asking(world: World, n: int) -> Call:
    ids = begun(n)
    return lambda: ask_special_acceptance(inspection_ids=ids, reason="urgent", actor=INSPECTOR, at=AT)


def deciding(world: World, n: int) -> Call:
    ids = asked(n)
    return lambda: decide_special_acceptance(inspection_ids=ids, is_accepted=True, actor=LEAD, at=AT)


def withdrawing(world: World, n: int) -> Call:
    ids = waiting(n)
    return lambda: withdraw_inspections(inspection_ids=ids, **BY)


def planning(world: World, n: int) -> Call:
    plans = [PlanDraft("percent", Decimal(20), sku_id=pk) for pk in skus(n)]
    return lambda: set_sampling_plans(plans=plans, **BY)


def naming(world: World, n: int) -> Call:
    reasons = [ReasonDraft(f"X{number}", "破损") for number in range(n)]
    return lambda: set_defect_reasons(reasons=reasons, **BY)


MAKERS: Makers = {
    "request_inspections": requesting,
    "begin_inspections": beginning,
    "hand_back_inspections": handing_back,
    "record_findings": finding,
    "undo_findings": undoing,
    "judge_inspections": judging,
    "ask_special_acceptance": asking,
    "decide_special_acceptance": deciding,
    "withdraw_inspections": withdrawing,
    "set_sampling_plans": planning,
    "set_defect_reasons": naming,
}
