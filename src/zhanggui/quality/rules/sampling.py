"""How many pieces of a lot are looked at, and with how many defective ones it still passes."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

HUNDRED = Decimal(100)
MOST_FIXED = 100_000


class SamplingUnsound(Refusal):
    """A lot cannot be sampled by “{method}” with {value}: a percentage lies above 0 and not above 100, a number is
    whole and above 0, an AQL is one of {known}."""


class Plan(NamedTuple):
    """`method`: none, percent, fixed, aql or all. `value` is the percentage, the number of pieces or the AQL."""

    method: str
    value: Decimal = Decimal(0)


class Sample(NamedTuple):
    """`pieces` are looked at; with at most `accept` defective ones among them the lot passes."""

    pieces: int
    accept: int


class AqlTable(NamedTuple):
    """Lot sizes from which a code letter holds; sample size and acceptance number by AQL and letter."""

    letters: Sequence[tuple[int, str]]
    plans: Mapping[tuple[str, str], tuple[int, int]]


DEFAULT_PLAN = Plan("percent", Decimal(50))
"""What holds where the company has set nothing: every second piece."""


def check_plan(plan: Plan, *, table: AqlTable) -> None:
    known = list(dict.fromkeys(value for value, _ in table.plans))
    sound = {
        "none": True,
        "all": True,
        "percent": 0 < plan.value <= HUNDRED,
        "fixed": 0 < plan.value <= MOST_FIXED and plan.value == plan.value.to_integral_value(),
        "aql": aql_name(plan.value, table=table) is not None,
    }
    if not sound.get(plan.method, False):
        raise SamplingUnsound(method=plan.method, value=f"{plan.value:f}", known=", ".join(known))


def aql_name(value: Decimal, *, table: AqlTable) -> str | None:
    """The AQL as the table writes it: 1 and 1.0 are the same."""
    return next((name for name, _ in table.plans if Decimal(name) == value), None)


def choose_plan(plans: Mapping[tuple[int | None, int | None], Plan], *, sku_id: int, supplier_id: int | None) -> Plan:
    """That of the SKU from this supplier, else of the SKU, else of the supplier, else of the company."""
    for key in ((sku_id, supplier_id), (sku_id, None), (None, supplier_id), (None, None)):
        if key in plans:
            return plans[key]
    return DEFAULT_PLAN


def needs_inspection(plan: Plan) -> bool:
    return plan.method != "none"


def size_sample(plan: Plan, *, quantity: int, table: AqlTable) -> Sample:
    """The sample of a lot of so many pieces. A plan that asks for more than there are asks for every piece.

    Goods that need no inspection and lie with the inspector all the same are looked at by one piece.
    """
    match plan.method:
        case "all":
            pieces, accept = quantity, 0
        case "percent":
            share = Decimal(quantity) * plan.value / HUNDRED
            pieces, accept = int(share.to_integral_value(rounding=ROUND_CEILING)), 0
        case "fixed":
            pieces, accept = int(plan.value), 0
        case "aql":
            name = aql_name(plan.value, table=table)
            pieces, accept = table.plans[name or "", code_letter(quantity, table=table)]
        case _:
            pieces, accept = 1, 0
    return Sample(min(max(pieces, 1), quantity), accept)


def code_letter(quantity: int, *, table: AqlTable) -> str:
    """The code letter of a lot of this size; of one piece the first."""
    letter = table.letters[0][1]
    for least, each in table.letters:
        if quantity >= least:
            letter = each
    return letter
