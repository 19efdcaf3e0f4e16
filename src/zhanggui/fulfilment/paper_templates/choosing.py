"""Which template a paper is printed by, and whose notes are left out today. Two statements, whatever is printed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.fulfilment.models import NotePause, Parcel, SavedTemplate
from zhanggui.kernel.clock import company_day
from zhanggui.papers.templates import USUAL, PaperTemplate

Scope = tuple[int | None, int | None]
"""Warehouse and shop; None: any."""


def read_template(saved: Mapping[str, Any]) -> PaperTemplate:
    known = dict(saved)
    return PaperTemplate(**known | {name: tuple(known.get(name) or ()) for name in ("columns", "copies")})


def current_templates(paper: str) -> dict[Scope, PaperTemplate]:
    rows = SavedTemplate.objects.filter(paper=paper, is_current=True)
    return {
        (warehouse_id, shop_id): read_template(template)
        for warehouse_id, shop_id, template in rows.values_list("warehouse_id", "shop_id", "template")
    }


def template_of(
    known: Mapping[Scope, PaperTemplate], paper: str, *, warehouse_id: int | None, shop_id: int | None = None
) -> PaperTemplate:
    """That of the shop at the warehouse, of the shop, of the warehouse, of the company, or the usual one."""
    scopes: Sequence[Scope] = [(warehouse_id, shop_id), (None, shop_id), (warehouse_id, None), (None, None)]
    return next((known[scope] for scope in scopes if scope in known), USUAL[paper])


def pauses_on(day: date) -> dict[int | None, str]:
    """The reason why the notes of a shop are left out that day, by shop; None: of every shop."""
    rows = NotePause.objects.filter(Q(first_on__lte=day, last_on__gte=day), lifted_at__isnull=True)
    return dict(rows.order_by("-pk").values_list("shop_id", "reason"))


def without_paused(parcels: Sequence[Parcel], *, at: datetime) -> tuple[list[Parcel], list[str]]:
    """The parcels that get a note, and for the others how many of which shop, and why not."""
    paused = pauses_on(company_day(at))
    noted: list[Parcel] = []
    left_out: dict[tuple[str, str], int] = {}
    for parcel in parcels:
        reason = paused.get(parcel.shop_id) or paused.get(None)
        if reason:
            left_out[parcel.shop.name, reason] = left_out.get((parcel.shop.name, reason), 0) + 1
        else:
            noted.append(parcel)
    words = _("{shop}: {count} parcels without a delivery note. {reason}")
    return noted, [words.format(shop=shop, count=count, reason=why) for (shop, why), count in left_out.items()]
