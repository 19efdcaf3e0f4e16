"""Link a shop to its platform, and the address at which platforms tell us. Keys go in and never come out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhanggui.channels.flows.link_shops import link_shops
from zhanggui.channels.models import ShopLink
from zhanggui.channels.pushing import MOST_BYTES, hear, push_address_of
from zhanggui.channels.setting_up import LinkForm
from zhanggui.channels.speaking import NothingToLink, can_be_linked
from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.channel import GROUP, Channel
from zhanggui.kernel.doors.channel_abilities import Push
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.wording import platform_name
from zhanggui.people.doors import open_to_all
from zhanggui.people.models import Shop
from zhanggui.ui.readable import reads_itself
from zhanggui.ui.views.asking import actor_of


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def link_shop_view(request: HttpRequest, key: int) -> HttpResponse:
    """The values a platform wants, with where to find them. “Try” asks the platform what it says of them, keeps
    nothing, and answers beside the form: what was typed, secrets among it, stays in the browser to be saved."""
    actor = actor_of(request)
    actor.check("renew_links")
    shop = Shop.objects.visible_to(actor).filter(pk=key).first()
    if shop is None:
        raise NotFound(what=_("Shop"), key=key)
    if not can_be_linked(shop):
        raise NothingToLink(shop=shop.name)
    channel: Channel = door(GROUP, shop.channel)
    link = ShopLink.objects.select_related("shop").filter(shop=shop).first()
    form = LinkForm(request.POST or None, shop=shop, channel=channel, link=link)
    context = {
        "title": _("Link {shop}").format(shop=shop.name),
        "platform": platform_name(shop.channel),
        "form": form,
        "setup": channel.setup,
        "push_address": push_address_of(link) if link else "",
    }
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "try":
                context["standing"] = channel.check(form.account())
            else:
                link_shops(links=[form.draft()], actor=actor, at=now()).one()
                return redirect("ui:sheet", "shops", str(shop.pk))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    if request.headers.get("HX-Request"):
        return render(request, "channels/link_answer.html", context | {"is_answer": True})
    return render(request, "channels/link_shop.html", context, status=422 if form.errors else 200)


@open_to_all
@reads_itself
@csrf_exempt
@require_POST
def hear_push_view(request: HttpRequest, address: str) -> HttpResponse:
    """A platform tells: whoever it claims to be, its signature decides. What it is not answered it tells again."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    push = Push(request.method or "", request.path, request.GET.dict(), headers, request.body)
    try:
        heard = hear(address, push, at=now())
    except Refusal as refusal:
        return HttpResponse(refusal.sentence, status=refusal.http_state, content_type="text/plain; charset=utf-8")
    return HttpResponse(heard.answer, content_type=heard.content_type)
