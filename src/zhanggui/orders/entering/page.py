"""The page itself, and what it sends: the draft every few seconds, the order once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.entering.drafts import OWN_CHANNELS, DraftClosed, DraftWords, drafts_of, opened
from zhanggui.orders.entering.words import words
from zhanggui.orders.flows.discard_drafts import discard_drafts
from zhanggui.orders.flows.place_drafts import place_drafts
from zhanggui.orders.flows.save_drafts import save_drafts
from zhanggui.orders.models import DraftOrder
from zhanggui.orders.payments.states import MODES
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.people.models import Shop
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.links import sheet_link
from zhanggui.ui.views.asking import actor_of, body_of, part_of

PLACE = "place_drafts"


@never_cache
@require_GET
def enter_order_view(request: HttpRequest) -> HttpResponse:
    """An empty form, a draft gone on with (?draft=), or the copy of an order (?copy_of=)."""
    actor = actor_of(request)
    actor.check(PLACE)
    draft = _asked(request, actor)
    shops = [{"id": pk, "name": name} for pk, name in own_shops(actor)]
    start = {
        "key": str(draft.key) if draft else "",
        "draft": draft.pk if draft else None,
        "content": opened(draft) if draft else {},
        "shops": shops,
        "words": words(),
    }
    context = {"title": _("Enter order"), "start": start, "shops": shops, "modes": MODES, "states": gazetteer().states}
    return render(request, "orders/enter.html", context)


def own_shops(actor: Actor) -> list[tuple[int, str]]:
    """The shops into which this person may enter orders."""
    rows = Shop.objects.visible_to(actor).filter(channel__in=OWN_CHANNELS).order_by("name")
    return list(rows.values_list("pk", "name"))


def _asked(request: HttpRequest, actor: Actor) -> DraftOrder | None:
    """The draft named in the address. Raises NotFound when it is not there, or is somebody else's."""
    for name, field in (("draft", "pk"), ("copy_of", "copy_of_id")):
        if asked := request.GET.get(name, ""):
            draft = drafts_of(actor).filter(**{field: key_of(asked)}).order_by("-pk").first()
            if draft is None:
                raise NotFound(what=_("draft"), key=asked)
            return draft
    return None


@require_POST
def save_draft_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check(PLACE)
    key = save_drafts(drafts=[_sent(request)], actor=actor, at=now()).one()
    return JsonResponse({"saved": True, "draft": drafts_of(actor).values_list("pk", flat=True).get(key=key)})


@require_POST
def place_draft_view(request: HttpRequest) -> HttpResponse:
    """The order. The same form sent again, from this page or a second click, is the same one; another is refused."""
    actor = actor_of(request)
    actor.check(PLACE)
    sent, at = _sent(request), now()
    saved = save_drafts(drafts=[sent], actor=actor, at=at)
    refusal = saved.refused.get(sent.key)
    draft = DraftOrder.objects.filter(key=sent.key, owner_id=actor.user_id).only("pk", "number", "order_id").first()
    if draft is None or (refusal and not isinstance(refusal, DraftClosed)):
        raise refusal or DraftClosed()
    place_drafts(draft_ids=[draft.pk], sent={draft.pk: sent.content}, actor=actor, at=at).one()
    draft.refresh_from_db(fields=["number", "order_id"])
    (link,) = sheet_link("orders", draft.order_id or 0, draft.number, actor)
    return JsonResponse({"number": draft.number, "href": link["href"]})


@require_POST
def discard_draft_view(request: HttpRequest) -> HttpResponse:
    """The draft of this form is gone; one that was never saved is gone already."""
    actor = actor_of(request)
    actor.check(PLACE)
    draft_ids = list(drafts_of(actor).filter(key=_key(body_of(request))).values_list("pk", flat=True))
    discard_drafts(draft_ids=draft_ids, actor=actor, at=now())
    return JsonResponse({"discarded": len(draft_ids)})


def _sent(request: HttpRequest) -> DraftWords:
    body = body_of(request)
    return DraftWords(_key(body), part_of(body, "content"), seen=part_of(body, "seen") if body.get("seen") else None)


def _key(body: dict[str, Any]) -> UUID:
    try:
        return UUID(str(body.get("key", "")))
    except ValueError:
        raise RequestNotUnderstood(reason="key") from None
