"""Components of the pages: `{% load ui %}`. Each is shown in the gallery."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxSelectMultiple
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhanggui.ui.desk.columns import Column
from zhanggui.ui.finding import desks
from zhanggui.ui.programs import shown_doer

register = template.Library()

SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "HKD": "HK$"}
NOTHING = mark_safe('<span class="nothing">–</span>')


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing beside words; it says nothing on its own."""
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def desk_link(name: str) -> SafeString:
    """The way back to a desk, by its title."""
    desk = desks()[name]
    return format_html('<a href="{}">{}</a>', desk.url, desk.title)


@register.simple_tag
def badge(label: Any, tone: str = "neutral") -> SafeString:
    """A state in a word, coloured by its tone."""
    return format_html('<span class="tone tone-{}">{}</span>', tone, label)


@register.simple_tag
def hold_chip(reason: Any, by: str = "", until: datetime | None = None) -> SafeString:
    """Why a document waits, who said so, until when."""
    title = " · ".join(filter(None, [by, full_moment(until) if until else ""]))
    return format_html('<span class="tone tone-warn" title="{}">{} {}</span>', title, icon("hand-stop"), reason)


@register.filter
def doer(name: str) -> str:
    """`{{ review.reviewed_by|doer }}`: a program by what people call it."""
    return shown_doer(name)


@register.simple_tag
def money(amount: Decimal | None, currency: str = "CNY") -> SafeString:
    if amount is None:
        return NOTHING
    sign = "−" if amount < 0 else ""
    return format_html(
        '<span class="money{}">{}{}{}</span>',
        " is-negative" if amount < 0 else "",
        sign,
        SIGNS.get(currency, f"{currency} "),
        f"{abs(amount):,.2f}",
    )


@register.simple_tag
def quantity(number: Decimal | int | None, unit: str = "") -> SafeString:
    if number is None:
        return NOTHING
    text = (
        f"{number:,f}".rstrip("0").rstrip(".")
        if isinstance(number, Decimal) and "." in f"{number:f}"
        else f"{number:,}"
    )
    return format_html('<span class="quantity">{}{}</span>', text, f" {unit}" if unit else "")


def full_moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """Month, day and minute in the company's zone, the day of another year with its year; all of it when pointed at."""
    if at is None:
        return NOTHING
    local = timezone.localtime(at)
    text = f"{local:%m-%d %H:%M}" if local.year == timezone.localtime().year else f"{local:%Y-%m-%d}"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), full_moment(at), text)


@register.simple_tag
def progress(done: int, total: int) -> SafeString:
    """How much of it is done, as a bar and in numbers."""
    share = round(100 * done / total) if total else 0
    return format_html(
        '<span class="progress-line"><progress max="{}" value="{}" aria-label="{}%"></progress> {}/{}</span>',
        total or 1,
        done,
        share,
        done,
        total,
    )


@register.simple_tag
def chips(entries: Sequence[Mapping[str, Any]] | None) -> SafeString:
    return format_html_join(
        " ",
        '<span class="tone tone-{}" title="{}">{}</span>',
        ((entry.get("tone", "neutral"), entry.get("title", ""), entry["label"]) for entry in entries or ()),
    )


@register.simple_tag
def links(entries: Sequence[Mapping[str, str]] | None) -> SafeString:
    """Each label leads to its document; without an address it is only named."""
    if not entries:
        return NOTHING
    return format_html_join(
        " ",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', entry["href"], entry["label"]) if entry["href"] else entry["label"],)
            for entry in entries
        ),
    )


@register.simple_tag
def cell(column: Column, value: Any, currency: str = "CNY", link: str = "") -> SafeString | str:
    """A value as its column shows it; the grid's formatters do the same in the browser."""
    shown = _cell(column, value, currency)
    return format_html('<a href="{}">{}</a>', link, shown) if link and column.link else shown


def _cell(column: Column, value: Any, currency: str) -> SafeString | str:
    match column.kind:
        case _ if value is None or value == "":
            return NOTHING
        case "money":
            return money(value, currency or "CNY")
        case "quantity":
            return quantity(value)
        case "moment":
            return moment(value)
        case "day":
            return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)
        case "state":
            known = {state["value"]: state for state in column.state_list()}
            state = known.get(str(value), {"label": value, "tone": "neutral"})
            return badge(state["label"], state["tone"])
        case "chips":
            return chips(value) or NOTHING
        case "links":
            return links(value)
        case "flag":
            return _("Yes") if value else _("No")
        case "progress":
            return progress(*value)
        case "person":
            return shown_doer(str(value))
        case "image":
            return format_html('<img class="thumb" src="{}" alt="" loading="lazy">', value)
    return str(value)


@register.inclusion_tag("ui/parts/field_row.html")
def field_row(field: BoundField) -> dict[str, Any]:
    """Label, input, help and errors of a form field."""
    widget = field.field.widget
    kind = "checkboxes" if isinstance(widget, CheckboxSelectMultiple) else getattr(widget, "input_type", "textarea")
    return {"field": field, "kind": kind}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Sequence[Any]) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("ui/parts/empty.html")
def empty_state(title: Any, hint: Any = "", icon_name: str = "inbox") -> dict[str, Any]:
    return {"title": title, "hint": hint, "icon_name": icon_name}


@register.filter
def starts_with(text: str, beginning: str) -> bool:
    """For the side bar: is this link the page we are on?"""
    return text == beginning or (beginning != "/" and text.startswith(beginning.split("?")[0]))
