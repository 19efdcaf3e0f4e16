"""The lines of an order as its sheet shows them: what was bought, what is sent for it, and what can be done."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.orders.lines.meaning import code_in
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.sheet_reads import reads_of
from zhanggui.orders.states import OPEN_STATES, LineOrigin
from zhanggui.orders.wording import REFUND_STATES

LADDER = ("ordered", "claimed", "picked", "packed", "shipped", "returned")
ORIGIN_TONES = {LineOrigin.PART: "info", LineOrigin.GIFT: "good", LineOrigin.EXCHANGE: "warn"}
_LINE = (
    "pk", "number", "sku_id", "sku_code", "title", "spec", "price", "amount", "refund", "is_cancelled",
    "origin", "source_id", "is_replaced", *LADDER,
)  # fmt: skip


def lines_of(order: Order, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Each line with those of ours right below the one they serve."""
    rows: list[dict[str, Any]] = [
        {name: getattr(line, name) for name in _LINE} | {"sku__code": line.sku.code if line.sku else None}
        for line in reads_of(order).lines
    ]
    place = {row["pk"]: place for place, row in enumerate(rows)}
    rows.sort(key=lambda row: (place.get(row["source_id"], place[row["pk"]]), row["source_id"] is not None, row["pk"]))
    return [
        row
        | {
            "refund": [] if row["refund"] == "none" else [{"label": REFUND_STATES[row["refund"]], "tone": "warn"}],
            "sku_code": _code(row),
            "matched": _chips(row),
            "shipped_of": [row["shipped"], 0 if row["is_replaced"] else row["ordered"]],
        }
        for row in rows
    ]


def _code(row: Mapping[str, Any]) -> str:
    code = code_in(row) or gettext("no code")
    return f"↳ {code}" if row["source_id"] else code


def _chips(row: Mapping[str, Any]) -> list[dict[str, str]]:
    chips = []
    if row["origin"] != LineOrigin.CHANNEL:
        chips.append({"label": str(LineOrigin(row["origin"]).label), "tone": ORIGIN_TONES[row["origin"]]})
    if row["is_cancelled"]:
        chips.append({"label": gettext("Cancelled"), "tone": "muted"})
    elif row["is_replaced"]:
        chips.append({"label": gettext("Sent as below"), "tone": "info"})
    elif row["sku_id"] is None:
        chips.append({"label": gettext("No SKU"), "tone": "bad"})
    return chips


def items_of(order: Order, actor: Actor) -> Mapping[str, Any]:
    """Lines with what a person may do to each, the exchanges there were, and the lines taken out."""
    exchanges = reads_of(order).exchanges
    open_now = {one.line_id for one in exchanges if one.ended_at is None}
    rights = ("bind_lines", "exchange_lines", "undo_exchanges", "cancel_lines", "reopen_lines")
    may = {right: actor.may(right) for right in rights}
    bought = [line for line in reads_of(order).lines if line.origin == LineOrigin.CHANNEL]
    lines = [line for line in bought if not line.is_cancelled]
    doors: dict[OrderLine, list[tuple[str, str, str]]] = {line: [] for line in lines}
    if order.state in OPEN_STATES:
        for line, found in doors.items():
            if line.sku_id is None and may["bind_lines"] and line.pk not in open_now:
                found.append((gettext("Bind to a SKU"), "link", reverse("bind_line", args=[line.pk])))
            if may["exchange_lines"] and line.pk not in open_now and not line.shipped:
                found.append((gettext("Exchange goods"), "replace", reverse("exchange_line", args=[line.pk])))
            if may["cancel_lines"] and len(lines) > 1 and not line.shipped:
                found.append((gettext("Take the line out"), "x", reverse("cancel_line", args=[line.pk])))
    return {
        "doors": [(line, found) for line, found in doors.items() if found],
        "exchanges": exchanges,
        "taken_out": [line for line in bought if line.cancelled_by],
        "may_reopen": may["reopen_lines"] and order.state in OPEN_STATES,
        "currency": order.currency,
        "may_undo": may["undo_exchanges"] and order.state in OPEN_STATES,
    }
