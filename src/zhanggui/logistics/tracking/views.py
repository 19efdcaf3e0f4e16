"""Pages about parcels on their way, and the address at which sources of tracking tell us."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from zhanggui.fulfilment.places.pages import PlacePage, place_view
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import key_of, keys_in
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.flows.set_track_limits import set_track_limits
from zhanggui.logistics.flows.set_tracking_accounts import set_tracking_accounts
from zhanggui.logistics.models import TrackingAccount
from zhanggui.logistics.tracking.figures import figures_of
from zhanggui.logistics.tracking.forms import LimitForm, TrackingAccountForm, known_tracking_account
from zhanggui.logistics.tracking.inquiry import MOST, inquiries
from zhanggui.logistics.tracking.period import PeriodForm
from zhanggui.logistics.tracking.pushing import MOST_BYTES, hear
from zhanggui.people.doors import open_to_all
from zhanggui.ui.readable import reads_itself
from zhanggui.ui.views.asking import actor_of


@open_to_all
@reads_itself
@csrf_exempt
@require_POST
def hear_push_view(request: HttpRequest, code: str) -> HttpResponse:
    """A source tells: whoever it claims to be, its signature decides. What it cannot be answered it tells again."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        answer = hear(code, query=request.GET.dict(), body=request.body, at=now())
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, status=refusal.http_state, content_type="text/plain; charset=utf-8")
    return HttpResponse(answer.body, content_type=answer.content_type)


@require_GET
def inquiry_view(request: HttpRequest) -> HttpResponse:
    """The words to send to each carrier about what was chosen, to be copied."""
    actor = actor_of(request)
    actor.check("ask_about_anomalies")
    asked = inquiries(keys_in(request.GET.get("ids", ""))[:MOST], actor=actor)
    return render(request, "logistics/inquiry.html", {"title": _("Ask the carrier"), "asked": asked})


@require_GET
def track_figures_view(request: HttpRequest) -> HttpResponse:
    """How many were collected in time, and how long they took, by carrier and province."""
    actor = actor_of(request)
    actor.check("see_parcels")
    form = PeriodForm(request.GET if request.GET else None)
    since, until = form.period(at=now())
    context = {"title": _("Delivery figures"), "form": form, "figures": figures_of(since, until, actor=actor)}
    return render(request, "logistics/track_figures.html", context)


def _send_account(form: TrackingAccountForm, actor: Actor) -> Outcome[str]:
    return set_tracking_accounts(accounts=[form.draft()], actor=actor, at=now())


def _known(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    account = TrackingAccount.objects.defer("secrets").filter(pk=key_of(request.GET.get("id", ""))).first()
    return known_tracking_account(account) if account else {}


def _send_limit(form: LimitForm, actor: Actor) -> Outcome[str]:
    return set_track_limits(limits=[form.limit()], actor=actor, at=now())


set_tracking_accounts_view = sensitive_post_parameters("secrets")(
    place_view(
        PlacePage(
            _("Tracking account"), "set_tracking_accounts", "tracking-accounts", TrackingAccountForm, _send_account,
            _known,
        )
    )
)  # fmt: skip
set_track_limits_view = place_view(
    PlacePage(_("Set a limit"), "set_track_limits", "track-limits", LimitForm, _send_limit)
)
