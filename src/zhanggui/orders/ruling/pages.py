"""The editor of a rule, its rehearsal, and the numbers of the checks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import Order, Rehearsal, ReviewRule
from zhanggui.orders.rules.actions import ACTIONS
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.sentences import rule_sentence
from zhanggui.orders.rules.thresholds import BOUNDS
from zhanggui.orders.ruling.editor import RuleForm, form_of, read_form, shown_form
from zhanggui.orders.ruling.names import draft_of, rule_lists
from zhanggui.orders.ruling.periods import period_page, usual_period
from zhanggui.orders.ruling.thresholds import thresholds_now
from zhanggui.orders.states import OrderState
from zhanggui.ui.views.asking import actor_of


def _rule(key: int) -> ReviewRule:
    rule = ReviewRule.objects.select_related("version").filter(pk=key).first()
    if rule is None:
        raise NotFound(what="rule", key=key)
    return rule


@require_http_methods(["GET", "POST"])
def edit_rule_view(request: HttpRequest, key: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    actor.check("write_rules")
    trouble = ""
    if request.method == "POST":
        form = read_form(request.POST)
        form.rule_id = key
        try:
            if request.POST.get("do") == "rehearse":
                return _rehearse(form.draft(), *usual_period(), actor)
            write_rules(drafts=[form.draft()], actor=actor, at=now()).one()
        except Refusal as refusal:
            trouble = refusal.sentence
        else:
            messages.success(request, _t("Written. Rehearse it before it is switched on."))
            written = ReviewRule.objects.get(name=form.name.strip())
            return redirect("ui:sheet", "review-rules", str(written.pk))
    else:
        rule = _rule(key) if key else None
        form = form_of(draft_of(rule, rule.version)) if rule and rule.version else RuleForm()
    title = _t("Change the rule") if key else _t("New rule")
    context = {"title": title, "key": key, "trouble": trouble, **shown_form(form, rule_lists())}
    return render(request, "orders/rule_editor.html", context, status=422 if trouble else 200)


@require_POST
def shape_rule_view(request: HttpRequest) -> HttpResponse:
    """The form drawn anew after a row was added, dropped or got another field."""
    actor_of(request).check("write_rules")
    form = read_form(request.POST)
    form.reshape(request.POST.get("do", ""))
    return render(request, "orders/parts/rule_form.html", shown_form(form, rule_lists()))


@require_POST
def say_rule_view(request: HttpRequest) -> HttpResponse:
    """The rule in words, while it is written."""
    actor_of(request).check("write_rules")
    draft = read_form(request.POST).draft()
    return HttpResponse(conditional_escape(rule_sentence(draft.condition, draft.acts, rule_lists())))


@require_http_methods(["GET", "POST"])
def rehearse_rule_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("rehearse_rules")
    rule = _rule(key)
    if rule.version is None:
        raise NotFound(what="rule", key=key)
    draft = draft_of(rule, rule.version)
    return period_page(request, rule, lambda start, end: _rehearse(draft, start, end, actor))


def _rehearse(draft: RuleDraft, placed_from: datetime, placed_until: datetime, actor: Actor) -> HttpResponse:
    asked = rehearse_rules(
        drafts=[draft], placed_from=placed_from, placed_until=placed_until, actor=actor, at=now()
    ).one()
    return redirect("rehearsal", asked)


@require_GET
def rehearsal_view(request: HttpRequest, key: int) -> HttpResponse:
    """The whole page, or with htmx only what changes while it runs."""
    actor = actor_of(request)
    actor.check("rehearse_rules")
    rehearsal = Rehearsal.objects.filter(pk=key).first()
    if rehearsal is None:
        raise NotFound(what="rehearsal", key=key)
    context = {
        "title": _t("Rehearsal of “{name}”").format(name=rehearsal.name),
        "rehearsal": rehearsal,
        "sentence": rule_sentence(condition_from(rehearsal.conditions), rehearsal.actions, rule_lists()),
        "share": round(100 * rehearsal.looked / rehearsal.total) if rehearsal.total else 100,
        "others": max(0, len(rehearsal.among) - 1),
        "rows": found_rows(rehearsal.found, actor) if rehearsal.is_over else [],
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "orders/parts/rehearsal.html" if is_part else "orders/rehearsal.html", context)


def found_rows(found: Sequence[Sequence[Any]], actor: Actor) -> list[dict[str, Any]]:
    """The orders of a rehearsal that this actor may see, with what the rule would do: one statement."""
    orders = Order.objects.visible_to(actor).filter(pk__among=[order_id for order_id, *_ in found])
    names = ("pk", "number", "shop__name", "goods", "paid", "currency", "placed_at", "state")
    known = {row["pk"]: row for row in orders.values(*names)}
    return [
        known[order_id]
        | {
            "actions": [ACTIONS[action].title for action in actions],
            "in_vain": [ACTIONS[action].title for others in in_vain for action in others],
            "state_name": OrderState(known[order_id]["state"]).label,
            "shop": known[order_id]["shop__name"],
        }
        for order_id, actions, *in_vain in found
        if order_id in known
    ]


class ThresholdsForm(forms.Form):
    duplicate_hours = forms.IntegerField(
        label=_("Duplicate within hours"),
        help_text=_("Open orders so close together with the same goods for the same buyer or receiver. 0: not asked."),
    )
    floor_percent = forms.IntegerField(
        label=_("Floor in %"), help_text=_("A line below this share of its floor price does not pass.")
    )
    circle_limit = forms.IntegerField(
        label=_("Circle after changes"),
        help_text=_("A rule that changed one order so often within the time is stopped there."),
    )
    circle_minutes = forms.IntegerField(label=_("Circle within minutes"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (least, most) in BOUNDS.items():
            self.fields[name].widget.attrs |= {"min": least, "max": most}


@require_http_methods(["GET", "POST"])
def review_thresholds_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("set_review_thresholds")
    numbers = thresholds_now()
    form = ThresholdsForm(request.POST or None, initial={name: getattr(numbers, name) for name in BOUNDS})
    if request.method == "POST" and form.is_valid():
        try:
            set_review_thresholds(**form.cleaned_data, actor=actor, at=now())
        except Refusal as refusal:
            form.add_error(refusal.data["name"], refusal.sentence)
        else:
            messages.success(request, _t("The checks compare with these numbers from now on."))
            return redirect("ui:desk", "review-rules")
    context = {"title": _t("Numbers of the checks"), "form": form}
    return render(request, "orders/review_thresholds.html", context, status=422 if form.errors else 200)
