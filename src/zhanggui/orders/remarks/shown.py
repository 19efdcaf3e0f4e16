"""What the sheet of an order shows of its requests and of the gate of its payment."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.payments.states import KIND_LABELS, MODE_LABELS, DifferenceWay
from zhanggui.orders.remarks.states import RECEIVING_KINDS, RequestKind, RequestState
from zhanggui.orders.remarks.words import KIND_TONES, STATE_TONES, fields_words
from zhanggui.orders.rules.payments import GateCase, gate_steps
from zhanggui.orders.sheet_reads import reads_of
from zhanggui.orders.states import LineOrigin

_WRITTEN = tuple(kind for kind in RequestKind if kind not in {RequestKind.CUSTOM, RequestKind.UNREAD})


def requests_shown(order: Order, actor: Actor) -> Mapping[str, Any]:
    reads = reads_of(order)
    writable = []
    if actor.may("write_requests"):
        writable = [(kind.label, reverse("write_request", args=[order.pk, kind.value])) for kind in _WRITTEN] + [
            (own.name, reverse("write_own_request", args=[order.pk, RequestKind.CUSTOM.value, own.pk]))
            for own in reads.templates
        ]
    bought = [line.pk for line in reads.lines if line.origin == LineOrigin.CHANNEL and not line.is_cancelled]
    line_id = bought[0] if len(bought) == 1 else None
    return {"requests": [_request(one, order, line_id, actor) for one in reads.requests], "writable": writable}


def payment_shown(order: Order, actor: Actor) -> Mapping[str, Any]:
    """The checklist of the way of paying, and every event with what took it back."""
    reads = reads_of(order)
    steps = gate_steps(reads.gate)
    return {
        "mode": MODE_LABELS[PaymentMode(order.payment_mode)],
        "tone": "good" if all(step.is_done for step in steps) else "warn",
        "steps": [(_step_title(step.name), step.is_done, step.refusal.sentence) for step in steps],
        "to_collect": _to_collect(order, reads.gate),
        "currency": order.currency,
        "differences": [
            (one.line.number, one.price_difference, DifferenceWay(one.settled).label, one.settled != "")
            for one in reads.exchanges
            if one.price_difference and (one.ended_at is None or one.settled)
        ],
        "differences_page": f"{reverse('ui:desk', args=['price-differences'])}?tab=all&q={order.number}",
        "events": [
            {
                "label": _("Taken back: {kind}").format(kind=KIND_LABELS[PaymentKind(one.kind)])
                if one.reverses_id
                else KIND_LABELS[PaymentKind(one.kind)],
                "amount": one.amount,
                "paid_at": one.paid_at,
                "cause": one.cause,
                "by": one.recorded_by,
            }
            for one in reads.payments
        ],
    }


def _to_collect(order: Order, gate: GateCase) -> Decimal:
    """What the courier still has to bring home; nothing where the buyer pays otherwise."""
    return max(Decimal(0), gate.due - gate.arrived) if order.payment_mode == PaymentMode.COD else Decimal(0)


def _request(one: RemarkRequest, order: Order, line_id: int | None, actor: Actor) -> Mapping[str, Any]:
    return {
        "id": one.pk,
        "kind": one.template.name if one.template else RequestKind(one.kind).label,
        "kind_tone": KIND_TONES[one.kind],
        "words": fields_words(one.kind, one.fields, one.source),
        "source": one.source,
        "state": RequestState(one.state).label,
        "state_tone": STATE_TONES[one.state],
        "settled_by": one.settled_by,
        "note": one.note,
        "door": _door(one, order, line_id, actor),
        "ways": [way for way in _ways(one.state) if actor.may(f"{way[0]}_requests")],
    }


def _ways(state: str) -> list[tuple[str, str, str]]:
    if state == RequestState.OPEN:
        return [("handle", _("Handled"), "check"), ("refuse", _("Refuse"), "x")]
    return [("reopen", _("Settle anew"), "arrow-back-up")] if state in {"handled", "refused"} else []


def _door(one: RemarkRequest, order: Order, line_id: int | None, actor: Actor) -> str:
    """The page where it is worked off, with what is asked filled in: of the only line bought, or of the order to travel
    with, and of the parcels once that is handled. Items are exchanged on the sheet."""
    if one.kind == RequestKind.TOGETHER and one.state == RequestState.HANDLED:
        return f"{reverse('ui:desk', args=['merge-proposals'])}?q={order.number}" if actor.may("merge_parcels") else ""
    if one.kind == RequestKind.TOGETHER and one.state == RequestState.OPEN and one.fields.get("order"):
        return f"{reverse('ui:desk', args=['orders'])}?{urlencode({'tab': 'all', 'q': one.fields['order']})}"
    if one.state != RequestState.OPEN or not actor.may("handle_requests"):
        return ""
    if one.kind in RECEIVING_KINDS:
        return f"{reverse('change_addresses')}?remark={one.pk}"
    if one.kind == RequestKind.QUANTITY and line_id and actor.may("exchange_lines"):
        return f"{reverse('exchange_line', args=[line_id])}?quantity={one.fields.get('quantity', '')}"
    return ""


def _step_title(name: str) -> str:
    return {
        "paid": _("Paid in full"),
        "difference": _("Price difference settled"),
        "carrier": _("The carrier collects cash"),
        "confirmed": _("Confirmed with the buyer"),
        "deposit": _("Deposit paid"),
        "tail": _("Tail paid"),
        "balance": _("Balance reserved"),
        "instalments": _("Instalments or guarantee"),
    }[name]
