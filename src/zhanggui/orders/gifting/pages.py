"""The editor of a gift rule, and its rehearsal."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.flows.rehearse_gifts import rehearse_gifts
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.gifting.editor import GiftForm, gift_form_of, gift_words, read_gift_form, shown_gift_form
from zhanggui.orders.gifting.shown import gift_draft_of
from zhanggui.orders.models import GiftRehearsal, GiftRule, Order
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.gifts.drafts import GiftDraft
from zhanggui.orders.rules.gifts.sentences import gift_sentence
from zhanggui.orders.rules.gifts.terms import terms_from
from zhanggui.orders.ruling.names import rule_lists
from zhanggui.orders.ruling.periods import period_page, usual_period
from zhanggui.ui.views.asking import actor_of


def _rule(key: int) -> GiftRule:
    rule = GiftRule.objects.select_related("version").filter(pk=key).first()
    if rule is None:
        raise NotFound(what="rule", key=key)
    return rule


@require_http_methods(["GET", "POST"])
def edit_gift_rule_view(request: HttpRequest, key: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    actor.check("write_gift_rules")
    trouble = ""
    if request.method == "POST":
        form = read_gift_form(request.POST)
        form.rule.rule_id = key
        try:
            if request.POST.get("do") == "rehearse":
                return _rehearse(form.draft(), *usual_period(), actor)
            write_gift_rules(drafts=[form.draft()], actor=actor, at=now()).one()
        except Refusal as refusal:
            trouble = refusal.sentence
        else:
            messages.success(request, _t("Written. Rehearse it before it is switched on."))
            written = GiftRule.objects.get(name=form.rule.name.strip())
            return redirect("ui:sheet", "gift-rules", str(written.pk))
    else:
        rule = _rule(key) if key else None
        form = gift_form_of(gift_draft_of(rule, rule.version)) if rule and rule.version else GiftForm()
    title = _t("Change the gift rule") if key else _t("New gift rule")
    context = {"title": title, "key": key, "trouble": trouble, **shown_gift_form(form, rule_lists())}
    return render(request, "orders/gift_editor.html", context, status=422 if trouble else 200)


@require_POST
def shape_gift_rule_view(request: HttpRequest) -> HttpResponse:
    """The form drawn anew after a row was added, dropped or got another field."""
    actor_of(request).check("write_gift_rules")
    form = read_gift_form(request.POST)
    form.reshape(request.POST.get("do", ""))
    return render(request, "orders/parts/gift_form.html", shown_gift_form(form, rule_lists()))


@require_POST
def say_gift_rule_view(request: HttpRequest) -> HttpResponse:
    """The rule in words, while it is written."""
    actor_of(request).check("write_gift_rules")
    return HttpResponse(conditional_escape(gift_words(read_gift_form(request.POST), rule_lists())))


@require_http_methods(["GET", "POST"])
def rehearse_gift_rule_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("rehearse_gifts")
    rule = _rule(key)
    if rule.version is None:
        raise NotFound(what="rule", key=key)
    draft = gift_draft_of(rule, rule.version)
    return period_page(request, rule, lambda start, end: _rehearse(draft, start, end, actor))


def _rehearse(draft: GiftDraft, placed_from: datetime, placed_until: datetime, actor: Actor) -> HttpResponse:
    period = {"placed_from": placed_from, "placed_until": placed_until}
    return redirect("gift_rehearsal", rehearse_gifts(drafts=[draft], **period, actor=actor, at=now()).one())


@require_GET
def gift_rehearsal_view(request: HttpRequest, key: int) -> HttpResponse:
    """The whole page, or with htmx only what changes while it runs."""
    actor = actor_of(request)
    actor.check("rehearse_gifts")
    rehearsal = GiftRehearsal.objects.filter(pk=key).first()
    if rehearsal is None:
        raise NotFound(what="rehearsal", key=key)
    terms = terms_from(rehearsal.terms)
    context = {
        "title": _t("Rehearsal of “{name}”").format(name=rehearsal.name),
        "rehearsal": rehearsal,
        "sentence": gift_sentence(condition_from(rehearsal.conditions), terms, rule_lists()),
        "share": round(100 * rehearsal.looked / rehearsal.total) if rehearsal.total else 100,
        "others": max(0, len(rehearsal.among) - 1),
        "see_cost": actor.may("see_cost"),
        "cost": Decimal(rehearsal.counts.get("money", "0")),
        "rows": found_gifts(rehearsal.found, actor) if rehearsal.is_over else [],
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "orders/parts/gift_rehearsal.html" if is_part else "orders/gift_rehearsal.html", context)


def found_gifts(found: Sequence[Sequence[Any]], actor: Actor) -> list[dict[str, Any]]:
    """The orders of a rehearsal that this actor may see, with what they would get: one statement."""
    orders = Order.objects.visible_to(actor).filter(pk__among=[row[0] for row in found])
    names = ("pk", "number", "shop__name", "goods", "paid", "currency", "placed_at")
    known = {row["pk"]: row | {"shop": row["shop__name"]} for row in orders.values(*names)}
    return [
        known[order_id] | {"times": times, "pieces": pieces, "money": Decimal(money)}
        for order_id, times, pieces, money in found
        if order_id in known
    ]
