"""Every flow is one function in a file of its name, and has the same shape."""

import ast
import inspect
import re
from functools import cache
from typing import Any, get_origin, get_type_hints

import pytest

from tests.architecture.source import PACKAGE, ROOT, called, calls, modules, place, tree
from zhanggui.config.registry import FlowEntry, all_flows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

FLOWS = {flow.name: flow for flow in all_flows()}
INNER = "works for other flows in their transaction, and answers what they need to go on"
ANSWERS_OTHERWISE = {
    "verify_scan": "one pull of the trigger is one scan: the answer is what the station shows",
    "sort_scan": "one piece is one scan: the answer is the cell the station shows",
    "undo_sorts": "one piece on the wall: the answer is what the station shows",
    "verify_item": "one pull of the trigger is one scan: the answer is what the station shows",
    "verify_by_hand": "one line of one parcel: the answer is what the station shows",
    "undo_scans": "one parcel on the table: the answer is what the station shows",
    "step_codes": INNER,
    "put_back_scan": "one piece is one scan: the answer is what is still missing",
    "post_moves": INNER,
    "pick_claimed": INNER,
    "promise_picks": INNER,
    "unpromise_picks": INNER,
    "release_claims": INNER,
    "divide_claims": INNER,
    "join_claims": INNER,
}
STATE_SETTERS = {
    "kernel/steps.py": "the one setter",
    "inventory/claim_rows.py": "one statement ends claims and answers what they held; the trigger guards the step",
}
STATE_IN_SQL = {"fulfilment/sql/verify_scan.sql"}
"""SQL that steps a state itself: the verifying scan is one statement. The trigger guards the step."""
WHEN = re.compile(r"FOR EACH ROW WHEN \(.*\)")
"""A trigger that looks at a state steps none."""
STEPS = re.compile(r"(?<![.\w])state = '|NEW\.state :?= '")
"""What is set has no table before its name; what is looked at has."""


@pytest.fixture(params=sorted(FLOWS))
def flow(request: pytest.FixtureRequest) -> FlowEntry:
    return FLOWS[request.param]


def test_no_two_flows_have_one_name():
    assert len(FLOWS) == len(all_flows())


def test_a_flow_is_keyword_only_and_ends_with_actor_and_at(flow: FlowEntry):
    parameters = inspect.signature(flow.function).parameters
    assert [each.name for each in parameters.values() if each.kind is not each.KEYWORD_ONLY] == []
    assert list(parameters)[-2:] == ["actor", "at"]
    hints = get_type_hints(inspect.unwrap(flow.function))
    assert hints["actor"] is Actor
    assert hints["at"].__name__ == "datetime"


def test_a_flow_answers_an_outcome(flow: FlowEntry):
    answer = get_type_hints(inspect.unwrap(flow.function))["return"]
    assert ((get_origin(answer) or answer) is Outcome) != (flow.name in ANSWERS_OTHERWISE)


def test_a_flow_is_the_one_public_function_of_its_module(flow: FlowEntry):
    module = inspect.getmodule(inspect.unwrap(flow.function))
    assert module is not None
    public = [
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and not name.startswith("_") and value.__module__ == module.__name__
    ]
    assert public == [flow.name]


def test_a_flow_says_what_it_does(flow: FlowEntry):
    module = inspect.getmodule(inspect.unwrap(flow.function))
    words = (inspect.getdoc(module) or "").splitlines()
    assert words
    assert words[0].endswith((".", ":")) or not words[1:2] or words[1] != ""


@cache
def words_of_tests() -> frozenset[str]:
    """Every name that stands in a test, or is the name of its file."""
    tests = [*PACKAGE.rglob("tests/**/test_*.py"), *(ROOT / "tests").rglob("test_*.py")]
    found = {
        word for path in tests if path.parent.name != "architecture" for word in re.findall(r"\w+", path.read_text())
    }
    return frozenset(found | {path.stem.removeprefix("test_") for path in tests})


def test_a_flow_is_tested(flow: FlowEntry):
    assert flow.name in words_of_tests()


def test_refusals_say_their_sentence_and_are_no_errors():
    from zhanggui.kernel.refusal import Refusal

    def below(base: type[Refusal]) -> list[type[Refusal]]:
        return [each for one in base.__subclasses__() for each in (one, *below(one))]

    for refusal in below(Refusal):
        if refusal.__name__.startswith("_"):
            continue  # what some have in common: nobody raises it
        assert vars(refusal).get("__doc__"), refusal
        assert not refusal.__name__.endswith(("Error", "Exception")), refusal


def sets_state(call: ast.Call) -> bool:
    return called(call) in {"update", "bulk_update", "update_or_create"} and any(
        word.arg == "state" for word in call.keywords
    )


def test_state_is_set_only_through_the_step_helper():
    found = []
    for path in modules():
        if "simulators" in path.parts:
            continue  # the platforms' own states, not ours
        where = str(path.relative_to(PACKAGE))
        found += [place(path, call) for call in calls(path) if sets_state(call) and where not in STATE_SETTERS]
        found += [
            place(path, node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Attribute) and target.attr == "state" and not in_memory(path, target)
        ]
        found += [f"{where}: SQL" for text in strings(path) if " SET state" in text and where not in STATE_SETTERS]
    assert found == []


def in_memory(path: Any, target: ast.Attribute) -> bool:
    """`ours.state` of changing.py is a version in memory, written by `move_each`."""
    return path.name == "changing.py" and isinstance(target.value, ast.Name) and target.value.id == "ours"


def strings(path: Any) -> list[str]:
    return [
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_sql_files_that_step_states_are_known():
    files = [path for path in PACKAGE.rglob("*.sql") if "simulators" not in path.parts]
    stepping = {str(path.relative_to(PACKAGE)) for path in files if STEPS.search(WHEN.sub("", path.read_text()))}
    assert stepping == STATE_IN_SQL


LEDGER_ROOMS: dict[str, set[str]] = {
    "Move": {"inventory/ledger.py"},
    "Balance": {"inventory/ledger.py", "inventory/stock_rows.py", "inventory/flows"},
    "Availability": {"inventory/ledger.py", "inventory/stock_rows.py", "inventory/flows"},
    "Claim": {"inventory/claim_rows.py", "inventory/flows"},
    "Entry": {"books/ledger.py"},
    "Posting": {"books/ledger.py"},
    "AccountBalance": {"books/ledger.py"},
    "Fact": {"kernel/facts.py"},
}
TABLES = {
    "Move": "inventory_move",
    "Balance": "inventory_balance",
    "Availability": "inventory_availability",
    "Claim": "inventory_claim",
    "Entry": "books_entry",
    "Posting": "books_posting",
    "AccountBalance": "books_accountbalance",
    "Fact": "kernel_fact",
}
WRITES = {"insert_rows", "update_rows", "copy_rows", "move_to", "move_each"}
ORM_WRITES = {"create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create", "save"}


@pytest.mark.parametrize("ledger", sorted(LEDGER_ROOMS))
def test_each_ledger_has_one_writer(ledger: str):
    def allowed(path: Any) -> bool:
        where = str(path.relative_to(PACKAGE))
        return any(where.startswith(room) for room in LEDGER_ROOMS[ledger])

    def writes(sql: str) -> bool:
        words = " ".join(sql.replace('"', "").split())
        return any(f"{verb} {TABLES[ledger]}" in words for verb in ("INSERT INTO", "UPDATE", "DELETE FROM", "COPY"))

    found = []
    for path in modules():
        if allowed(path):
            continue
        found += [place(path) for text in strings(path) if writes(text)]
        for call in calls(path):
            names = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
            through_helper = called(call) in WRITES and call.args and getattr(call.args[0], "id", "") == ledger
            through_orm = called(call) in ORM_WRITES and ast.unparse(call.func).startswith(f"{ledger}.")
            if ledger in names and (through_helper or through_orm):
                found.append(place(path, call))
    assert found == []
