"""Accounts through which buyers are told, and the words of shops."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhanggui.fulfilment.places.pages import PlacePage, place_view
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.flows.set_notice_accounts import set_notice_accounts
from zhanggui.logistics.flows.set_notice_rules import set_notice_rules
from zhanggui.logistics.models import NoticeAccount, NoticeRule
from zhanggui.logistics.notices.examples import example
from zhanggui.logistics.notices.forms import NoticeAccountForm, NoticeRuleForm
from zhanggui.ui.views.asking import actor_of, body_of


def _send_account(form: NoticeAccountForm, actor: Actor) -> Outcome[str]:
    return set_notice_accounts(accounts=[form.draft()], actor=actor, at=now())


def _known_account(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    account = NoticeAccount.objects.defer("secrets").filter(pk=key_of(request.GET.get("id", ""))).first()
    if account is None:
        return {}
    names = ("code", "name", "notifier", "quiet_from", "quiet_until", "most_a_day")
    settings = "\n".join(f"{name} = {value}" for name, value in account.settings.items())
    return {name: getattr(account, name) for name in names} | {"settings": settings}


def _send_rule(form: NoticeRuleForm, actor: Actor) -> Outcome[str]:
    return set_notice_rules(rules=[form.draft()], actor=actor, at=now())


def _known_rule(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    rule = NoticeRule.objects.visible_to(actor).filter(pk=key_of(request.GET.get("id", ""))).first()
    if rule is None:
        return {}
    names = ("event", "language", "subject", "text", "is_on", "is_dry")
    return {name: getattr(rule, name) for name in names} | {"shop": str(rule.shop.pk), "account": str(rule.account.pk)}


set_notice_accounts_view = sensitive_post_parameters("secrets")(
    place_view(
        PlacePage(
            _("Notice account"), "set_notice_accounts", "notice-accounts", NoticeAccountForm, _send_account,
            _known_account,
        )
    )
)  # fmt: skip
set_notice_rules_view = place_view(
    PlacePage(
        _("Words to buyers"), "set_notice_rules", "notice-rules", NoticeRuleForm, _send_rule, _known_rule,
        "logistics/notice_rule.html",
    )
)  # fmt: skip


@require_POST
def notice_preview_view(request: HttpRequest) -> HttpResponse:
    """What a buyer would read of these words, or the sentence that says why they cannot be sent."""
    actor = actor_of(request)
    actor.check("set_notice_rules")
    body = body_of(request)
    given = {name: str(body.get(name, "")) for name in ("event", "language", "subject", "text")}
    try:
        context: dict[str, Any] = {"example": example(shop_id=key_of(str(body.get("shop", ""))), actor=actor, **given)}
    except Refusal as refusal:
        context = {"trouble": refusal.sentence}
    return render(request, "logistics/notice_preview.html", context)
