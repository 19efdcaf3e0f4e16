"""Ask the company's own rules about a set of orders: once per order version, and write what they ask for.

What rules asked for an earlier version and do not ask for now is taken off again; what a person chose stays. What a
rule may ask for is what the tables of actions know; none of it moves an order from state to state.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson
from django.db.models import F

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, fetch_rows, insert_rows
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.holding import LONGEST_NOTE, end_holds, place_holds, say_holds_anew
from zhanggui.orders.models import Order, RuleAlarm, RuleRun
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.asking import (
    CHANGING,
    NEVER_ASKED,
    Earlier,
    RuleSet,
    Verdict,
    count_changes,
    earlier_of,
    find_circles,
)
from zhanggui.orders.rules.fields import RuleCase
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.holds import HoldEnd, last_end
from zhanggui.orders.rules.marks import carried
from zhanggui.orders.rules.thresholds import Thresholds
from zhanggui.orders.ruling.cases import rule_cases, rules_for
from zhanggui.orders.ruling.facts import OrderNoted, RulesApplied, RulesCircled
from zhanggui.orders.states import HoldReason, OrderState
from zhanggui.orders.stopping import ask_stops

_OPEN = frozenset({OrderState.TO_REVIEW, OrderState.UNPAID})
_RUN = ("order_id", "order_version", "rule_set_id", "saw", "did", "passed_by", "asked_at")
_EARLIER = """
SELECT order_id, order_version, did, passed_by, asked_at, saw FROM orders_rulerun
WHERE order_id = ANY(%s) ORDER BY order_id, order_version
"""
_HELD = f"""
SELECT order_id, reason, note, placed_at, until FROM orders_hold
WHERE order_id = ANY(%s) AND reason IN ('{HoldReason.RULE}', '{HoldReason.RULE_CIRCLE}')
"""
_SET = """
INSERT INTO orders_rulesetversions (version_ids, first_at) VALUES (%s::bigint[], %s)
ON CONFLICT (version_ids) DO UPDATE SET version_ids = EXCLUDED.version_ids RETURNING id
"""
_CARRIED = """
UPDATE orders_order SET labels = ARRAY(SELECT jsonb_array_elements_text(given.labels)),
    warehouse_wish_id = given.warehouse_id, carrier_wish = given.carrier, by_rules = given.by_rules,
    gifts_due = orders_order.gifts_due OR given.is_new_gift
FROM unnest(%s::bigint[], %s::jsonb[], %s::bigint[], %s::varchar[], %s::jsonb[], %s::boolean[])
    AS given(id, labels, warehouse_id, carrier, by_rules, is_new_gift)
WHERE orders_order.id = given.id RETURNING orders_order.id
"""


class _Hold(NamedTuple):
    note: str
    placed_at: datetime
    until: datetime | None


@dataclass(slots=True)
class _Before:
    """What earlier runs of one order leave behind."""

    asked_versions: dict[int, str] = field(default_factory=dict)
    changes: list[list[object]] = field(default_factory=list)
    newest: Earlier = NEVER_ASKED


def ask_rules(
    order_ids: Sequence[int], *, also: Collection[int] = (), thresholds: Thresholds, actor: Actor, at: datetime
) -> dict[int, str]:
    """The rules that are on have been asked about those of these orders that wait for review, and `also` about these.

    What they ask for is done; answers the orders that a rule passes, with its name. Where there is something to ask,
    all the orders are locked.
    """
    asked = rules_for(order_ids) if order_ids else None
    if asked is None:
        return {}
    rules = RuleSet(asked)
    orders = Order.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    cases = [
        case
        for case in rule_cases(order_ids, needs=rules.needs, orders=orders)
        if case.order_state in _OPEN or case.order_id in also
    ]
    ids = [case.order_id for case in cases]
    before = _before(ids, since=at - timedelta(minutes=thresholds.circle_minutes))
    held = _held(ids)
    passed_by: dict[int, str] = {}
    verdicts: list[tuple[RuleCase, Verdict]] = []
    circles: dict[int, list[int]] = {}
    for case in cases:
        known, holds = before[case.order_id], held[case.order_id]
        if case.version in known.asked_versions:
            if known.asked_versions[case.version] and not holds:
                passed_by[case.order_id] = known.asked_versions[case.version]
            continue
        if HoldReason.RULE_CIRCLE in holds:
            continue
        verdict = rules.ask(case, is_held=HoldReason.RULE in holds, earlier=_earlier(case, known))
        if known.changes and (
            circle := find_circles(verdict, count_changes(known.changes), limit=thresholds.circle_limit)
        ):
            circles[case.order_id] = circle
            continue
        verdicts.append((case, verdict))
        if verdict.passed_by:
            passed_by[case.order_id] = verdict.passed_by
    names = {rule.rule_id: rule.name for rule in rules.rules}
    versions = _write_orders(verdicts, actor=actor, at=at)
    _write_holds(verdicts, held, circles, names, actor=actor, at=at)
    _write_runs(rules, verdicts, versions, at=at)
    _tell(verdicts, circles, names, actor=actor, at=at)
    return passed_by


def _before(order_ids: Sequence[int], *, since: datetime) -> Mapping[int, _Before]:
    found: dict[int, _Before] = defaultdict(_Before)
    for order_id, version, did, passed_by, asked_at, saw in fetch_rows(_EARLIER, [list(order_ids)]):
        known, done = found[order_id], _read(did)
        known.asked_versions[version] = passed_by
        known.newest = earlier_of(_read(saw), done)
        if asked_at >= since:
            known.changes.append(done)
    return found


def _earlier(case: RuleCase, known: _Before) -> Earlier:
    return NEVER_ASKED if case.is_asked_again else known.newest


def _read(kept: Any) -> Any:
    return orjson.loads(kept) if isinstance(kept, str) else kept


def _held(order_ids: Sequence[int]) -> Mapping[int, dict[str, _Hold]]:
    """By order, what rules hold it for."""
    held: dict[int, dict[str, _Hold]] = defaultdict(dict)
    for order_id, reason, *hold in fetch_rows(_HELD, [list(order_ids)]):
        held[order_id][reason] = _Hold(*hold)
    return held


def _write_orders(verdicts: Sequence[tuple[RuleCase, Verdict]], *, actor: Actor, at: datetime) -> dict[int, int]:
    """The orders carry what rules ask for now; answers the versions that grew by it.

    Flags go the way of every memo, so that platforms are told and know them again; the rest is ours alone.
    """
    changed = [
        (case, verdict.marks) for case, verdict in verdicts if verdict.marks != case.marks or case.is_marked_otherwise
    ]
    if not changed:
        return {}
    flagged: dict[int, list[int]] = defaultdict(list)
    rows = []
    for case, marks in changed:
        now, was = carried(case.own, marks), carried(case.own, case.marks)
        if now.flag != was.flag:
            flagged[now.flag].append(case.order_id)
        rows.append(
            (
                case.order_id, orjson.dumps(now.labels).decode(), now.warehouse_id, now.carrier,
                orjson.dumps(told).decode() if (told := marks.as_json()) else None,
                set(marks.gifts) != set(case.marks.gifts),
            )
        )  # fmt: skip
    grown: set[int] = set()
    for flag in sorted(flagged):
        grown.update(write_memos(order_ids=flagged[flag], flag=flag, mode=MemoMode.FLAG, actor=actor, at=at).done)
    fetch_rows(_CARRIED, [list(column) for column in zip(*rows, strict=True)])
    return {case.order_id: case.version + 1 for case, _ in changed if case.order_id in grown}


def _write_holds(
    verdicts: Sequence[tuple[RuleCase, Verdict]],
    held: Mapping[int, Mapping[str, _Hold]],
    circles: Mapping[int, Sequence[int]],
    names: Mapping[int, str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Orders that a rule wants held are, with what it says now and until when; those that none wants held any more go
    on."""
    notes = {case.order_id: " / ".join(verdict.hold_notes) for case, verdict in verdicts if verdict.hold_notes}
    known = {pk: holds[HoldReason.RULE] for pk, holds in held.items() if HoldReason.RULE in holds}
    if freed := known.keys() & {case.order_id for case, _ in verdicts} - notes.keys():
        end_holds(freed, reasons=[HoldReason.RULE], actor=actor, at=at)
    until: dict[int, datetime | None] = {}
    ends: dict[int, tuple[HoldEnd, ...]] = {}
    for case, verdict in verdicts:
        pk = case.order_id
        if verdict.hold_notes:
            ends[pk] = verdict.hold_ends(known[pk].placed_at if pk in known else at)
            until[pk] = last_end(ends[pk], case.ship_by)
    said_anew = [
        pk
        for pk, note in notes.items()
        if pk in known and (known[pk].note, known[pk].until) != (masked(note)[:LONGEST_NOTE], until[pk])
    ]
    say_holds_anew([(pk, notes[pk], until[pk], ends[pk]) for pk in said_anew], reason=HoldReason.RULE)
    fresh = {pk: note for pk, note in notes.items() if pk not in known}
    circling = {pk: ", ".join(names[rule_id] for rule_id in rules) for pk, rules in circles.items()}
    reasons = place_holds(fresh, reason=HoldReason.RULE, until=until, ends=ends, actor=actor, at=at)
    reasons |= place_holds(circling, reason=HoldReason.RULE_CIRCLE, actor=actor, at=at)
    if not reasons:
        return
    under_way = Order.objects.filter(pk__among=set(reasons), units_claimed__gt=F("units_shipped"))
    ask_stops({pk: reasons[pk] for pk in under_way.values_list("pk", flat=True)}, actor=actor, at=at)


def _write_runs(
    rules: RuleSet, verdicts: Sequence[tuple[RuleCase, Verdict]], versions: Mapping[int, int], *, at: datetime
) -> None:
    if not verdicts:
        return
    ((set_id,),) = fetch_rows(_SET, [rules.version_ids, at])
    copy_rows(
        RuleRun,
        _RUN,
        [
            (
                case.order_id, versions.get(case.order_id, case.version), set_id,
                orjson.dumps(verdict.saw, default=str).decode(), orjson.dumps(verdict.did).decode(),
                verdict.passed_by, at,
            )
            for case, verdict in verdicts
        ],
    )  # fmt: skip


def _tell(
    verdicts: Sequence[tuple[RuleCase, Verdict]],
    circles: Mapping[int, Sequence[int]],
    names: Mapping[int, str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    facts: list[FactOf] = []
    for case, verdict in verdicts:
        changed = [
            names[rule_id]
            for _, rule_id, came in verdict.did
            if any(do in CHANGING and so == "done" for do, so in came)
        ]
        if changed:
            facts.append(RulesApplied(case.order_id, ", ".join(changed)))
        facts += [OrderNoted(case.order_id, note) for note in verdict.notes]
    facts += [RulesCircled(order_id, ", ".join(names[pk] for pk in rules)) for order_id, rules in circles.items()]
    announce(facts, actor=actor, at=at)
    insert_rows(
        RuleAlarm,
        ("rule_id", "order_id", "raised_at"),
        [(rule_id, order_id, at) for order_id, rules in circles.items() for rule_id in rules],
        on_conflict='("rule_id", "order_id") DO NOTHING',
    )
