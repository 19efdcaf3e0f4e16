"""The sheet of one supplier: what is on file, what was agreed, and how it does."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import orjson
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.seal import unseal
from zhanggui.parties.desks import STAGE_TONES, SupplierDesk, SupplierEventDesk
from zhanggui.parties.models import Score, Supplier
from zhanggui.parties.queries import warn_days
from zhanggui.parties.states import EventKind, SupplierState, TalkKind, TaxKind
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of

MOST_MONTHS = 6
MOST_TERMS = 200


def head_of(supplier: Supplier, actor: Actor) -> Mapping[str, Any]:
    may = [{"label": _("Edit what is on file"), "href": reverse("parties:edit_supplier", args=[supplier.pk])}]
    return vars(supplier) | {"edit": may if actor.may("edit_suppliers") else []}


def documents_of(supplier: Supplier, actor: Actor) -> Mapping[str, Any]:
    """Each document with the colour of its end: over, soon, or well."""
    today = company_day(now())
    soon = today + timedelta(days=warn_days())
    rows = supplier.documents.defer("scan").order_by("-is_current", "valid_until", "-pk")
    shown = [{"document": one, "tone": _tone(one.valid_until, today=today, soon=soon)} for one in rows]
    return {"supplier": supplier, "documents": shown, "may_file": actor.may("file_documents")}


def _tone(until: date | None, *, today: date, soon: date) -> str:
    if until is None or until > soon:
        return "good"
    return "bad" if until < today else "warn"


def contacts_of(supplier: Supplier, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Masked, but for those who have the right to see them."""
    found = []
    for contact in supplier.contacts.order_by("pk"):
        clear = orjson.loads(unseal(contact.sealed)) if actor.may("see_contacts") else {}
        found.append({"name": contact.name, "phone": contact.phone, "email": "", "duty": contact.duty} | clear)
    return found


def accounts_of(supplier: Supplier, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = supplier.bank_accounts.values("holder", "bank", "last_digits")
    return [{**row, "last_digits": f"**** {row['last_digits']}"} for row in rows]


def terms_of_supplier(supplier: Supplier, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return list(supplier.terms.order_by("sku_code", "-version").values()[:MOST_TERMS])


def talks_of(supplier: Supplier, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return list(supplier.talks.order_by("-held_on", "-pk").values()[:100])


def reviews_of(supplier: Supplier, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return list(supplier.reviews.order_by("-pk").values()[:50])


def scores_of(supplier: Supplier, actor: Actor) -> Mapping[str, Any]:
    """The last months, each figure with the address of its events."""
    scores = Score.objects.filter(supplier=supplier).order_by("-month")[:MOST_MONTHS]
    months = [{"score": score, "figures": _figures(score, supplier.code)} for score in scores]
    return {"months": months, "kinds": [kind.label for kind in EventKind]}


def _figures(score: Score, code: str) -> list[dict[str, Any] | None]:
    """One for each kind of event, None where nothing was measured."""
    last = score.month.replace(day=monthrange(score.month.year, score.month.month)[1])
    days = f"happened_on__from={score.month}&happened_on__to={last}"
    found = {
        kind: {
            "title": EventKind(kind).label,
            "points": figure["points"],
            "weight": figure["weight"],
            "count": len(figure["events"]),
            "url": f"{SupplierEventDesk().url}?tab={kind}&supplier={code}&{days}",
        }
        for kind, figure in score.figures.items()
    }
    return [found.get(kind.value) for kind in EventKind]


class SupplierSheet(Sheet):
    desk = SupplierDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("code", _("Supplier code")),
                Column("short_name", _("Short name")),
                Column("credit_code", _("Unified social credit code")),
                Column("address", _("Address")),
                Column("tax_kind", _("Taxpayer"), "state", states=TaxKind),
                Column("payment_terms", _("Payment terms")),
                Column("lead_days", _("Days to deliver"), "quantity"),
                Column("over_percent", _("Accepted over (%)"), "quantity"),
                Column("under_percent", _("Accepted under (%)"), "quantity"),
                Column("least_amount", _("Least amount of an order"), "money"),
                Column("paused_because", _("Reason")),
                Column("applied_by", _("Proposed by"), "person"),
                Column("approved_by", _("Approved by"), "person"),
                Column("edit", _("Supplier file"), "links"),
            ],
            read=head_of,
        ),
        Partial(_("Licences and reports"), "parties/documents.html", read=documents_of),
        Partial(_("Score"), "parties/scores.html", read=scores_of),
        Lines(
            _("Contacts"),
            [
                Column("name", pgettext_lazy("person", "Name")),
                Column("phone", _("Phone")),
                Column("email", _("E-mail")),
                Column("duty", _("Duty")),
            ],
            read=contacts_of,
        ),
        Lines(
            _("Bank account"),
            [
                Column("holder", _("Account holder")),
                Column("bank", _("Bank of the account")),
                Column("last_digits", _("Account number")),
            ],
            read=accounts_of,
        ),
        Lines(
            _("Terms"),
            [
                Column("sku_code", _("Merchant code")),
                Column("version", _("Version"), "quantity"),
                Column("price", _("Price"), "money", currency="currency", grant="see_cost"),
                Column("tax_rate", _("Tax rate (%)"), "quantity"),
                Column("least_quantity", _("Least quantity"), "quantity"),
                Column("pack_size", _("Pack size"), "quantity"),
                Column("valid_from", _("Valid from"), "day"),
                Column("valid_until", _("Valid until"), "day"),
            ],
            read=terms_of_supplier,
        ),
        Lines(
            _("Talks"),
            [
                Column("held_on", _("Day"), "day"),
                Column("about", _("Kind"), "state", states=TalkKind),
                Column("who", _("Who talked")),
                Column("words", pgettext_lazy("supplier", "What was said")),
            ],
            read=talks_of,
        ),
        Lines(
            _("Reviews"),
            [
                Column("reviewed_on", _("Day"), "day"),
                Column("points", _("Score"), "quantity"),
                Column("words", _("What was found")),
                Column("reviewed_by", _("Reviewed by"), "person"),
            ],
            read=reviews_of,
            link=lambda row: f"/suppliers/reviews/{row['id']}.pdf",
        ),
    ]

    def badges(self, supplier: Supplier, actor: Actor) -> Sequence[Badge]:
        return [Badge(SupplierState(supplier.state).label, STAGE_TONES[supplier.state])]

    def timeline(self, supplier: Supplier, actor: Actor) -> Sequence[Event]:
        return timeline_of([("supplier", [supplier.pk])])
