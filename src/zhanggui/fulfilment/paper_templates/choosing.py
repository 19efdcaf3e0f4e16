"""Which template a paper is printed by, and whose notes are left out today. Two statements, whatever is printed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.fulfilment.models import NotePause, PaperLogo, Parcel, SavedTemplate
from zhanggui.fulfilment.papers import label_papers
from zhanggui.kernel.clock import company_day
from zhanggui.papers.label_sizes import LabelSize
from zhanggui.papers.labels import LabelDesign
from zhanggui.papers.templates import LABEL, USUAL, PaperTemplate
from zhanggui.papers.values import LabelPaper

Scope = tuple[int | None, int | None]
"""Warehouse and shop; None: any."""


def read_template(saved: Mapping[str, Any]) -> PaperTemplate:
    known = dict(saved)
    stocks = tuple((carrier, size) for carrier, size in known.get("stocks") or ())
    lists = {name: tuple(known.get(name) or ()) for name in ("columns", "copies", "signers")}
    return PaperTemplate(**known | lists | {"stocks": stocks})


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


def label_design(
    known: Mapping[Scope, PaperTemplate], *, warehouse_id: int | None, shop_id: int | None, carrier: str
) -> LabelDesign:
    """The slip is the shop's; the stock is what lies in the printers of the warehouse for this carrier."""
    slip = template_of(known, LABEL, warehouse_id=warehouse_id, shop_id=shop_id)
    stock = template_of(known, LABEL, warehouse_id=warehouse_id)
    return LabelDesign(LabelSize[dict(stock.stocks).get(carrier, stock.size)], slip)


def designed_labels(
    parcels: Iterable[Parcel], *, numbered: Mapping[int, int] | None = None, at: datetime
) -> list[tuple[LabelPaper, LabelDesign]]:
    """The label of each parcel with its design, in the order given."""
    parcels = list(parcels)
    known = current_templates(LABEL)
    designs = [
        label_design(known, warehouse_id=one.warehouse_id, shop_id=one.shop_id, carrier=one.carrier) for one in parcels
    ]
    asks = any("requests" in design.slip.columns for design in designs)
    return list(zip(label_papers(parcels, numbered=numbered, with_requests=asks, at=at), designs, strict=True))


def logos_of(templates: Iterable[PaperTemplate]) -> dict[str, bytes]:
    """The pictures these templates name, by digest. No statement where none does."""
    wanted = {template.logo for template in templates} - {""}
    rows = PaperLogo.objects.filter(digest__among=wanted).values_list("digest", "picture") if wanted else []
    return {digest: bytes(picture) for digest, picture in rows}


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
