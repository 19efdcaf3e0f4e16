"""Shortages as pages, papers and chips say them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.lines.meaning import code_of, meant_code
from zhanggui.orders.models import ShortageSlip, SlipLine
from zhanggui.orders.shortages.states import ShortCause, SlipState
from zhanggui.papers.captions import moment
from zhanggui.papers.values import ShortageRow, ShortageSlipPaper
from zhanggui.ui.links import sheet_link

CAUSE_TONES: Mapping[str, str] = {
    "not_received": "bad",
    "claimed_older": "neutral",
    "claimed_newer": "warn",
    "quarantine": "warn",
    "defective": "warn",
    "not_put_away": "info",
    "elsewhere": "info",
    "lost": "bad",
    "part": "muted",
    "unmatched": "bad",
}


def cause_chips(causes: Iterable[str] | Mapping[str, int]) -> list[dict[str, str]]:
    """A chip for each cause, with its pieces where they are known."""
    pieces = causes if isinstance(causes, Mapping) else {}
    known = [cause for cause in ShortCause if cause.value in set(causes)]
    return [
        {
            "label": f"{cause.label} {pieces[cause.value]}" if pieces else str(cause.label),
            "tone": CAUSE_TONES[cause.value],
        }
        for cause in known
    ]


def cause_words(causes: Mapping[str, int]) -> str:
    return "、".join(chip["label"] for chip in cause_chips(causes))


def slip_rows(slip: ShortageSlip) -> list[SlipLine]:
    rows = SlipLine.objects.filter(slip=slip).select_related("order", "line", "line__sku")
    return list(rows.order_by(meant_code("line"), "pk"))


def slip_lines(slip: ShortageSlip, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The lines of a slip as its sheet shows them."""
    return [
        {
            "sku_code": code_of(row.line),
            "title": row.line.title,
            "order": sheet_link("orders", row.order_id, row.order.number, actor),
            "pieces": row.pieces,
            "causes": cause_chips(row.causes),
            "order_state": row.order.state,
        }
        for row in slip_rows(slip)
    ]


def slip_facts(slip: ShortageSlip, actor: Actor) -> Mapping[str, Any]:
    return vars(slip)


def slips_asked(*, slip_ids: Sequence[int], order_ids: Sequence[int], actor: Actor) -> list[ShortageSlip]:
    """These slips, or those not closed on which these orders stand. Raises NotFound when there are none."""
    slips = ShortageSlip.objects.visible_to(actor)
    if order_ids:
        named = SlipLine.objects.filter(order_id__among=set(order_ids)).values("slip_id")
        slips = slips.filter(pk__in=named).exclude(state=SlipState.CLOSED)
    else:
        slips = slips.filter(pk__among=set(slip_ids))
    found = list(slips.order_by("pk"))
    if not found:
        raise NotFound(what=gettext("Shortage slip"), key=", ".join(map(str, slip_ids or order_ids)))
    return found


def slip_paper(slip: ShortageSlip, *, at: datetime) -> ShortageSlipPaper:
    """What the paper of a slip says."""
    return ShortageSlipPaper(
        number=slip.number,
        opened_by=slip.opened_by,
        opened_at=slip.opened_at,
        printed_at=at,
        rows=tuple(
            ShortageRow(
                code_of(row.line), row.line.title, row.order.number, row.pieces, cause_words(row.causes), row.line.spec
            )
            for row in slip_rows(slip)
        ),
        note=slip.note,
        signed=f"{slip.signed_by} {moment(slip.signed_at)}" if slip.signed_at else "",
    )


def open_slips(*, slip_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; the paper of the slip is opened."""
    return Outcome(list(slip_ids))
