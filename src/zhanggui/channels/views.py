"""Link a shop to its platform. Keys go in and never come out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhanggui.channels.flows.link_shops import link_shops
from zhanggui.channels.forms import LinkForm
from zhanggui.channels.models import ShopLink
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Shop
from zhanggui.ui.views.asking import actor_of


@sensitive_post_parameters("secrets")
@require_http_methods(["GET", "POST"])
def link_shop_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("renew_links")
    shop = Shop.objects.visible_to(actor).filter(pk=key).first()
    if shop is None:
        raise NotFound(what=_("Shop"), key=key)
    link = ShopLink.objects.filter(shop=shop).defer("secrets").first()
    known = {"settings": "\n".join(f"{name} = {value}" for name, value in link.settings.items())} if link else {}
    form = LinkForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            link_shops(links=[form.draft(shop.pk, link)], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "shops", str(shop.pk))
    context = {"title": _("Link {shop}").format(shop=shop.name), "form": form}
    return render(request, "channels/link_shop.html", context, status=422 if form.errors else 200)
