"""The work that waits, as queues: what each holds, how urgent it is, where it is done, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhanggui.channels.models import MissingOrder, Notice, ShopLink, Unread
from zhanggui.channels.rules import WARNED_BEFORE
from zhanggui.channels.states import LinkState, NoticeState
from zhanggui.counting.models import CountBin
from zhanggui.counting.states import WAITING, BinState
from zhanggui.fulfilment.incidents.states import IncidentState
from zhanggui.fulfilment.models import Crate, Incident, Intercept, OddWeight, Parcel, Wave
from zhanggui.fulfilment.outside.desks import OVERDUE
from zhanggui.fulfilment.states import UNANSWERED, Numbering, OddState, ParcelState, WaveState
from zhanggui.fulfilment.weighing.packaging import too_few
from zhanggui.invoicing.models import InvoiceLine, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.states import InvoiceState, RequestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.promises import broken_promises
from zhanggui.logistics.models import FEW_LEFT, Anomaly, WaybillAccount
from zhanggui.logistics.queries import parcels_without_source
from zhanggui.logistics.tracking.states import AnomalyState
from zhanggui.orders.models import Hold, Order, Question, StuckOrder
from zhanggui.orders.states import OPEN_STATES, HoldReason, OrderState
from zhanggui.parties.models import Supplier
from zhanggui.parties.queries import ending_documents
from zhanggui.parties.states import SupplierState
from zhanggui.ui.views.asking import actor_of
from zhanggui.workbench.goods_in import INSPECTION, PLANNING, planning_work, purchase_work, quality_work
from zhanggui.workbench.posts import Post, Queue
from zhanggui.workbench.waiting import Waiting, counted_together

NOT_WAITING = (ParcelState.SHIPPED, ParcelState.VOID, ParcelState.MERGED)
"""As the index over parcels under way leaves them out."""

POSTS: tuple[Post, ...] = (
    Post(
        _("Order review"),
        (
            Queue("to_review", _("To review"), "/desk/orders/?tab=to_review", "review_orders", "checks"),
            Queue("questions", _("Warehouse questions"), "/desk/questions/", "answer_questions", "message-question"),
            Queue("exceptions", _("Exceptions"), "/desk/exceptions/", "end_exceptions", "urgent"),
            Queue("held", _("On hold"), "/desk/orders/?tab=held", "release_orders", "hand-stop", bad=True),
            Queue(
                "shortage",
                _("Out of stock"),
                "/desk/short-orders/",
                "plan_parcels",
                "packages",
                bad=True,
            ),
        ),
    ),
    Post(
        _("Waves and printing"),
        (
            Queue("to_plan", _("To plan"), "/desk/to_plan/", "plan_parcels", "route"),
            Queue("planned", _("To wave"), "/desk/parcels/?tab=planned", "build_waves", "stack-2"),
            Queue("waved", _("To print"), "/desk/waves/?tab=open", "print_parcels", "printer"),
            Queue(
                "numberless",
                _("Waybill refused"),
                "/desk/numberless/?tab=refused",
                "print_parcels",
                "hourglass",
                bad=True,
            ),
            Queue(
                "nowhere",
                _("Nobody gives numbers"),
                "/desk/numberless/?tab=nowhere",
                "print_parcels",
                "hourglass",
                bad=True,
            ),
            Queue(
                "few_numbers",
                _("Few numbers left"),
                "/desk/waybill-accounts/?tab=few",
                "check_balances",
                "id-badge-2",
                bad=True,
            ),
        ),
    ),
    Post(
        _("Order picking"),
        (Queue("to_pick", _("Waves to pick"), "/desk/waves/?tab=printed", "pick_waves", "shopping-cart"),),
    ),
    Post(
        _("Verify and pack"),
        (
            Queue("picked", _("To verify"), "/desk/parcels/?tab=picked", "verify_scan", "barcode"),
            Queue("verified", _("To weigh"), "/desk/parcels/?tab=verified", "weigh_parcels", "scale"),
            Queue("odd_weights", _("Odd weights"), "/desk/odd-weights/", "accept_weights", "scale", bad=True),
            Queue(
                "crates_overdue",
                _("Crates overdue"),
                "/desk/crates/?tab=overdue",
                "return_crates",
                "box-seam",
                bad=True,
            ),
            Queue(
                "few_boxes", _("Packaging runs out"), "/desk/packagings/?tab=low", "book_packagings", "box", bad=True
            ),
        ),
    ),
    Post(
        _("Hand-over"),
        (
            Queue("weighed", _("To hand over"), "/desk/parcels/?tab=weighed", "ship_parcels", "truck-delivery"),
            Queue(
                "stopped",
                _("Stop basket"),
                "/desk/stop-basket/",
                "clear_stopped_parcels",
                "basket-exclamation",
                bad=True,
            ),
            Queue("incidents", _("Floor incidents"), "/desk/incidents/", "resolve_incidents", "alert-octagon"),
            Queue(
                "intercepts",
                _("Carrier silent"),
                "/desk/intercepts/?tab=overdue",
                "answer_intercepts",
                "phone-call",
                bad=True,
            ),
        ),
    ),
    Post(
        _("On the way to the buyer"),
        (Queue("anomalies", _("Delivery anomalies"), "/desk/anomalies/", "resolve_anomalies", "alert-triangle"),),
    ),
    Post(
        _("Stock counts"),
        (
            Queue("to_count", _("Bins of counts"), "/desk/count-bins/", "begin_bins", "clipboard-check"),
            Queue(
                "count_differences",
                _("Count differences"),
                "/desk/count-bins/?tab=differs",
                "approve_differences",
                "scale-outline",
                bad=True,
            ),
        ),
    ),
    INSPECTION,
    PLANNING,
    Post(
        _("Suppliers"),
        (
            Queue(
                "purchases_to_approve",
                _("Purchase orders to approve"),
                "/desk/purchases/?tab=to_approve",
                "approve_purchases",
                "gavel",
            ),
            Queue(
                "purchases_late",
                _("Goods that are late"),
                "/desk/purchase-lines/?tab=late",
                "promise_lines",
                "truck-loading",
                bad=True,
            ),
            Queue(
                "supplier_papers",
                _("Documents end soon"),
                "/desk/suppliers/?tab=ending",
                "file_documents",
                "file-alert",
            ),
            Queue(
                "new_suppliers",
                _("Suppliers applied for"),
                "/desk/suppliers/?tab=applied",
                "advance_suppliers",
                "building-factory-2",
            ),
            Queue(
                "paused_suppliers",
                _("Paused suppliers"),
                "/desk/suppliers/?tab=paused",
                "resume_suppliers",
                "player-pause",
                bad=True,
            ),
        ),
    ),
    Post(
        _("Settlement with suppliers"),
        (
            Queue(
                "invoice_lines",
                _("Invoice lines that differ"),
                "/desk/invoice-lines/?tab=open",
                "accept_differences",
                "arrows-diff",
                bad=True,
            ),
            Queue(
                "invoices_matched",
                _("Invoices to approve"),
                "/desk/supplier-invoices/?tab=matched",
                "approve_invoices",
                "file-invoice",
            ),
            Queue(
                "payments_asked",
                _("Payments to approve"),
                "/desk/payment-requests/?tab=asked",
                "approve_payment_requests",
                "cash",
            ),
        ),
    ),
    Post(
        _("Proof of the books"),
        (Queue("broken", _("Broken promises"), "/promises/broken", "see_promises", "alert-triangle", bad=True),),
    ),
    Post(
        _("Shop platforms"),
        (
            Queue("notices", _("Shipments to tell"), "/desk/notices/?tab=queued", "see_channels", "send"),
            Queue(
                "refused", _("Platform refused"), "/desk/notices/?tab=refused", "see_channels", "message-x", bad=True
            ),
            Queue("unread", _("Unreadable orders"), "/desk/unread/", "see_channels", "file-unknown", bad=True),
            Queue("missing", _("Missing orders"), "/channels/health", "see_channels", "list-search", bad=True),
            Queue(
                "expired", _("Authorisation expired"), "/desk/shops/?tab=expired", "see_channels", "plug-x", bad=True
            ),
            Queue("ending", _("Authorisation ends soon"), "/channels/health", "see_channels", "plug", bad=True),
        ),
    ),
)


def waiting_work(actor: Actor) -> Mapping[str, Waiting]:
    """What waits in each queue within this actor's scope. One statement over open work only."""
    orders = Order.objects.visible_to(actor).filter(state__in=OPEN_STATES)
    held = Case(When(open_holds__gt=0, then=Value("held")), default=F("state"), output_field=CharField())
    short = Hold.objects.filter(reason=HoldReason.SHORTAGE, order__in=orders)
    parcels = Parcel.objects.visible_to(actor).exclude(state__in=NOT_WAITING)
    stuck = StuckOrder.objects.visible_to(actor).annotate(key=Value("exceptions", output_field=CharField()))
    waves = Wave.objects.visible_to(actor).filter(state=WaveState.PRINTED)
    numberless = Parcel.objects.visible_to(actor).filter(state=ParcelState.WAVED, numbering=Numbering.REFUSED)
    silent = Intercept.objects.visible_to(actor).filter(state__in=UNANSWERED, level__gte=100, closed_at__isnull=True)
    wrong = Anomaly.objects.visible_to(actor).filter(state=AnomalyState.OPEN)
    wrong = wrong.annotate(key=Value("anomalies", output_field=CharField()))
    incidents = Incident.objects.visible_to(actor).exclude(state=IncidentState.RESOLVED)
    found = counted_together(
        {
            "wrong": wrong.values_list("key").annotate(Count("pk"), Min("due_at")).order_by(),
            "orders": orders.annotate(key=held).values_list("key").annotate(Count("pk"), Min("ship_by")).order_by(),
            "holds": short.values_list("reason").annotate(Count("pk"), Min("order__ship_by")).order_by(),
            "stuck": stuck.values_list("key").annotate(Count("pk"), Min("due_at")).order_by(),
            "parcels": parcels.values_list("state").annotate(Count("pk"), Min("ship_by")).order_by(),
        },
        {
            "to_pick": waves,
            "intercepts": silent,
            "numberless": numberless,
            "nowhere": Parcel.objects.visible_to(actor).filter(parcels_without_source()),
            "incidents": incidents,
            "questions": Question.objects.visible_to(actor).filter(answered_at__isnull=True),
        }
        | (_channel_work(actor) if actor.may("see_channels") else {})
        | (
            {"odd_weights": OddWeight.objects.visible_to(actor).filter(state=OddState.OPEN)}
            if actor.may("accept_weights")
            else {}
        )
        | ({"crates_overdue": Crate.objects.visible_to(actor).filter(OVERDUE)} if actor.may("return_crates") else {})
        | ({"few_boxes": too_few()} if actor.may("book_packagings") else {})
        | ({"few_numbers": WaybillAccount.objects.filter(FEW_LEFT)} if actor.may("check_balances") else {})
        | (_count_work(actor) if actor.may("see_counts") else {})
        | (_invoice_work() if actor.may("see_invoices") else {})
        | (_supplier_work() if actor.may("see_suppliers") else {})
        | (purchase_work(actor) if actor.may("see_purchases") else {})
        | (quality_work(actor) if actor.may("see_quality") else {})
        | (planning_work(actor) if actor.may("see_plans") else {})
        | ({"broken": broken_promises()} if actor.may("see_promises") else {}),
    )
    by_state, by_parcel, counted = found["orders"], found["parcels"], found[""]
    to_print = by_parcel.get(ParcelState.PRINTED, Waiting())
    return {
        "to_review": by_state.get(OrderState.TO_REVIEW, Waiting()),
        "to_plan": by_state.get(OrderState.REVIEWED, Waiting()),
        "held": by_state.get("held", Waiting()),
        **found["stuck"],
        **found["wrong"],
        "shortage": found["holds"].get(HoldReason.SHORTAGE, Waiting()),
        **{state.value: by_parcel.get(state, Waiting()) for state in ParcelState},
        **counted,
        "to_pick": replace(counted.get("to_pick", Waiting()), first_due=to_print.first_due),
    }


def _invoice_work() -> dict[str, QuerySet[Any]]:
    return {
        "invoice_lines": InvoiceLine.objects.filter(is_open=True),
        "invoices_matched": SupplierInvoice.objects.filter(state=InvoiceState.MATCHED),
        "payments_asked": PaymentRequest.objects.filter(state=RequestState.ASKED),
    }


def _count_work(actor: Actor) -> dict[str, QuerySet[Any]]:
    bins = CountBin.objects.visible_to(actor)
    return {
        "to_count": bins.filter(state__in=WAITING),
        "count_differences": bins.filter(state=BinState.DIFFERS),
    }


def _supplier_work() -> dict[str, QuerySet[Any]]:
    suppliers = Supplier.objects.all()
    ending = ending_documents()
    return {
        "supplier_papers": suppliers.filter(pk__in=ending.values("supplier_id")),
        "new_suppliers": suppliers.filter(state=SupplierState.APPLIED),
        "paused_suppliers": suppliers.filter(state=SupplierState.PAUSED),
    }


def _channel_work(actor: Actor) -> dict[str, QuerySet[Any]]:
    notices, links = Notice.objects.visible_to(actor), ShopLink.objects.visible_to(actor)
    return {
        "notices": notices.filter(state=NoticeState.QUEUED),
        "refused": notices.filter(state=NoticeState.REFUSED),
        "unread": Unread.objects.visible_to(actor),
        "missing": MissingOrder.objects.visible_to(actor).still_missing(),
        "expired": links.filter(state=LinkState.EXPIRED),
        "ending": links.exclude(state=LinkState.EXPIRED).filter(expires_at__lte=now() + WARNED_BEFORE),
    }


def work_for(request: HttpRequest) -> Mapping[str, Waiting]:
    """`waiting_work` of the person asking, read once per page: the side bar and the home page show the same."""
    known: Mapping[str, Waiting] | None = getattr(request, "waiting_work", None)
    if known is None:
        known = waiting_work(actor_of(request))
        vars(request)["waiting_work"] = known
    return known


@dataclass(frozen=True, slots=True)
class ShownQueue:
    """A queue as the page shows it: tone by urgency."""

    queue: Queue
    waiting: Waiting
    tone: str


def tone_of(queue: Queue, waiting: Waiting, *, at: datetime) -> str:
    """Red when late or when nothing should be there, amber when due within four hours."""
    if not waiting.count:
        return "muted"
    if queue.bad or (waiting.first_due and waiting.first_due < at):
        return "bad"
    if waiting.first_due and waiting.first_due < at + timedelta(hours=4):
        return "warn"
    return "info"
