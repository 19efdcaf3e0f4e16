"""What waits at the posts of goods in: the inspector's table and the buyer's list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.planning.models import Suggestion
from zhanggui.planning.states import SuggestionState
from zhanggui.purchasing.desks import AWAITED, LATE
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.states import PurchaseState
from zhanggui.quality.models import Defect, Disposal, Inspection, SpotCheck, SupplierReturn
from zhanggui.quality.states import UNDECIDED, DisposalState, InspectionState, ReturnState, SpotState
from zhanggui.workbench.posts import Post, Queue

INSPECTION = Post(
    pgettext_lazy("room", "Inspection"),
    (
        Queue(
            "to_inspect",
            _("Goods to inspect"),
            "/desk/quality-inspections/?tab=open",
            "judge_inspections",
            "microscope",
        ),
        Queue(
            "inspections_late",
            _("Inspection overdue"),
            "/desk/quality-inspections/?tab=overdue",
            "judge_inspections",
            "clock-exclamation",
            bad=True,
        ),
        Queue(
            "acceptances",
            _("Special acceptance asked"),
            "/desk/quality-inspections/?tab=asked",
            "decide_special_acceptance",
            "message-question",
        ),
        Queue("to_sample", _("Bins to sample"), "/desk/spot-checks/?tab=to_do", "answer_spot_checks", "checklist"),
        Queue("defects", _("Defective zone"), "/desk/defects/?tab=left", "scrap_defects", "trash-x"),
        Queue("scraps", _("Scrap to approve"), "/desk/disposals/?tab=asked", "approve_disposals", "gavel"),
        Queue(
            "to_return",
            _("Returns to hand over"),
            "/desk/supplier-returns/?tab=open",
            "hand_over_returns",
            "truck-return",
        ),
    ),
)

PLANNING = Post(
    _("Purchase planning"),
    (
        Queue(
            "urgent_suggestions",
            _("Runs out before it can come"),
            "/desk/suggestions/?tab=urgent",
            "approve_suggestions",
            "flame",
            bad=True,
        ),
        Queue(
            "suggestions",
            _("Suggestions to decide on"),
            "/desk/suggestions/",
            "approve_suggestions",
            "shopping-cart-plus",
        ),
        Queue(
            "to_order",
            _("Approved, not yet ordered"),
            "/desk/suggestions/?tab=approved",
            "order_suggestions",
            "file-invoice",
        ),
    ),
)


def quality_work(actor: Actor) -> dict[str, QuerySet[Any]]:
    inspections = Inspection.objects.visible_to(actor)
    waiting = inspections.filter(state__in=UNDECIDED)
    return {
        "to_inspect": waiting,
        "inspections_late": waiting.filter(due_at__lt=now()),
        "acceptances": inspections.filter(state=InspectionState.ASKED),
        "to_sample": SpotCheck.objects.visible_to(actor).filter(state=SpotState.TO_DO),
        "defects": Defect.objects.visible_to(actor).filter(left__gt=0),
        "scraps": Disposal.objects.visible_to(actor).filter(state=DisposalState.ASKED),
        "to_return": SupplierReturn.objects.visible_to(actor).filter(state=ReturnState.OPEN),
    }


def planning_work(actor: Actor) -> dict[str, QuerySet[Any]]:
    suggestions = Suggestion.objects.visible_to(actor)
    proposed = suggestions.filter(state=SuggestionState.PROPOSED)
    return {
        "urgent_suggestions": proposed.filter(is_urgent=True),
        "suggestions": proposed,
        "to_order": suggestions.filter(state=SuggestionState.APPROVED),
    }


def purchase_work(actor: Actor) -> dict[str, QuerySet[Any]]:
    orders = PurchaseOrder.objects.visible_to(actor)
    return {
        "purchases_to_approve": orders.filter(state=PurchaseState.TO_APPROVE),
        "purchases_late": PurchaseLine.objects.filter(AWAITED & LATE, order__in=orders),
    }
