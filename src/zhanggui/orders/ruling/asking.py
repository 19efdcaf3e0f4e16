"""Ask the company's own rules about a set of orders: once per order version, and write what they ask for.

The caller has locked the orders. What a rule may ask for is what the tables of actions know; none of it moves an order
from state to state.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson
from django.db.models import F

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, fetch_rows, insert_rows, update_rows
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.orders.facts import OrderHeld
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.gifting.wishes import wish_gifts
from zhanggui.orders.importing.changing import count_holds
from zhanggui.orders.models import Hold, Order, RuleAlarm, RuleRun
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.asking import CHANGING, RuleSet, Verdict, count_changes, find_circles
from zhanggui.orders.rules.fields import RuleCase
from zhanggui.orders.rules.thresholds import Thresholds
from zhanggui.orders.ruling.cases import rule_cases, rules_on
from zhanggui.orders.ruling.facts import OrderNoted, RulesApplied, RulesCircled
from zhanggui.orders.states import HoldReason
from zhanggui.orders.stopping import ask_stops

_RUN = ("order_id", "order_version", "rule_set_id", "saw", "did", "passed_by", "asked_at")
_EARLIER = """
SELECT order_id, order_version, did, passed_by, asked_at FROM orders_rulerun WHERE order_id = ANY(%s)
"""
_HELD = f"""
SELECT order_id, reason FROM orders_hold
WHERE order_id = ANY(%s) AND reason IN ('{HoldReason.RULE}', '{HoldReason.RULE_CIRCLE}')
"""
_SET = """
INSERT INTO orders_rulesetversions (version_ids, first_at) VALUES (%s::bigint[], %s)
ON CONFLICT (version_ids) DO UPDATE SET version_ids = EXCLUDED.version_ids RETURNING id
"""


@dataclass(slots=True)
class Asked:
    """What came of asking: who passes an order, which holds are new, and versions that grew by a flag of ours."""

    passed_by: dict[int, str] = field(default_factory=dict)
    held: dict[int, HoldReason] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Before:
    """What earlier runs of one order leave behind."""

    asked_versions: dict[int, str] = field(default_factory=dict)
    changes: list[list[object]] = field(default_factory=list)


def ask_rules(order_ids: Sequence[int], *, thresholds: Thresholds, actor: Actor, at: datetime) -> Asked:
    """The rules that are on have been asked about these orders, and what they ask for is done."""
    rules = RuleSet(rules_on())
    asked = Asked()
    if not rules.rules or not order_ids:
        return asked
    cases = rule_cases(order_ids, needs=rules.needs)
    before = _before(order_ids, since=at - timedelta(minutes=thresholds.circle_minutes))
    held = _held(order_ids)
    verdicts: list[tuple[RuleCase, Verdict]] = []
    circles: dict[int, list[int]] = {}
    for case in cases:
        known = before[case.order_id]
        if case.version in known.asked_versions:
            if known.asked_versions[case.version] and not held[case.order_id]:
                asked.passed_by[case.order_id] = known.asked_versions[case.version]
            continue
        if HoldReason.RULE_CIRCLE in held[case.order_id]:
            continue
        verdict = rules.ask(case, is_held=HoldReason.RULE in held[case.order_id])
        if known.changes and (
            circle := find_circles(verdict, count_changes(known.changes), limit=thresholds.circle_limit)
        ):
            circles[case.order_id] = circle
            continue
        verdicts.append((case, verdict))
        if verdict.passed_by:
            asked.passed_by[case.order_id] = verdict.passed_by
    names = {rule.rule_id: rule.name for rule in rules.rules}
    _write_orders(verdicts, asked, actor=actor, at=at)
    _write_holds(verdicts, circles, names, asked, actor=actor, at=at)
    _write_runs(rules, verdicts, asked, at=at)
    _tell(verdicts, circles, names, actor=actor, at=at)
    return asked


def _before(order_ids: Sequence[int], *, since: datetime) -> Mapping[int, _Before]:
    found: dict[int, _Before] = defaultdict(_Before)
    for order_id, version, did, passed_by, asked_at in fetch_rows(_EARLIER, [list(order_ids)]):
        found[order_id].asked_versions[version] = passed_by
        if asked_at >= since:
            found[order_id].changes.append(orjson.loads(did) if isinstance(did, str) else did)
    return found


def _held(order_ids: Sequence[int]) -> Mapping[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    for order_id, reason in fetch_rows(_HELD, [list(order_ids)]):
        held[order_id].add(reason)
    return held


def _write_orders(verdicts: Sequence[tuple[RuleCase, Verdict]], asked: Asked, *, actor: Actor, at: datetime) -> None:
    """Flags go the way of every memo, so that platforms are told and know them again; the rest is ours alone."""
    flagged: dict[int, list[int]] = defaultdict(list)
    labelled: list[tuple[int, str]] = []
    wishes = []
    for case, verdict in verdicts:
        if verdict.flag is not None:
            flagged[verdict.flag].append(case.order_id)
        if verdict.labels:
            labelled += [(case.order_id, label) for label in verdict.labels]
        if verdict.warehouse_id or verdict.carrier:
            wishes.append((case.order_id, verdict.warehouse_id or case.warehouse_id, verdict.carrier or case.carrier))
    for flag in sorted(flagged):
        done = write_memos(order_ids=flagged[flag], flag=flag, mode=MemoMode.FLAG, actor=actor, at=at).done
        asked.versions.update(dict.fromkeys(done, 1))
    if labelled:
        fetch_rows(_LABEL, [[pk for pk, _ in labelled], [label for _, label in labelled]])
    update_rows(Order, ("id",), ("warehouse_wish_id", "carrier_wish"), wishes)
    gifts = [(case.order_id, gift) for case, verdict in verdicts for gift in verdict.gifts]
    if gifts:
        wish_gifts(gifts, actor=actor, at=at)
    for case, _ in verdicts:
        if case.order_id in asked.versions:
            asked.versions[case.order_id] = case.version + 1


_LABEL = """
UPDATE orders_order SET labels = orders_order.labels || given.labels
FROM (SELECT id, array_agg(label ORDER BY place) AS labels
      FROM unnest(%s::bigint[], %s::varchar[]) WITH ORDINALITY AS each(id, label, place) GROUP BY id) AS given
WHERE orders_order.id = given.id RETURNING orders_order.id
"""


def _write_holds(
    verdicts: Sequence[tuple[RuleCase, Verdict]],
    circles: Mapping[int, Sequence[int]],
    names: Mapping[int, str],
    asked: Asked,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    rows = [
        (
            case.order_id, HoldReason.RULE.value, " / ".join(verdict.hold_notes)[:300], actor.name, at,
            at + verdict.hold_for if verdict.hold_for else None,
        )
        for case, verdict in verdicts
        if verdict.hold_notes
    ]  # fmt: skip
    rows += [
        (order_id, HoldReason.RULE_CIRCLE.value, ", ".join(names[pk] for pk in rules)[:300], actor.name, at, None)
        for order_id, rules in circles.items()
    ]
    if not rows:
        return
    insert_rows(Hold, ("order_id", "reason", "note", "placed_by", "placed_at", "until"), rows)
    count_holds([row[0] for row in rows])
    asked.held.update({row[0]: HoldReason(row[1]) for row in rows})
    announce([OrderHeld(row[0], row[1], row[2]) for row in rows], actor=actor, at=at)
    notes = {row[0]: row[2] for row in rows}
    under_way = Order.objects.filter(pk__among=set(notes), units_claimed__gt=F("units_shipped"))
    ask_stops({pk: notes[pk] for pk in under_way.values_list("pk", flat=True)}, actor=actor, at=at)


def _write_runs(rules: RuleSet, verdicts: Sequence[tuple[RuleCase, Verdict]], asked: Asked, *, at: datetime) -> None:
    if not verdicts:
        return
    ((set_id,),) = fetch_rows(_SET, [rules.version_ids, at])
    copy_rows(
        RuleRun,
        _RUN,
        [
            (
                case.order_id, asked.versions.get(case.order_id, case.version), set_id,
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
