"""Pieces of the stop basket that nobody finds: asked at the station, asked at the list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import Sku
from zhanggui.catalog.states import Tracking
from zhanggui.fulfilment.baskets.goods import ToPutBack
from zhanggui.fulfilment.flows.write_off_pieces import NothingMissing, write_off_pieces
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.overriding.asking import ConfirmedForm, second_fields
from zhanggui.fulfilment.overriding.people import who_confirms
from zhanggui.fulfilment.rules.verifying import MOST_TIMES, CountNotUnderstood
from zhanggui.kernel.actor import Actor
from zhanggui.ui.station import Ask, Field

LOST = "LOST"
"""What the key of the station scans, and the name of its form."""
_WORDS = {LOST, "找不到", "丢失"}


class LostForm(ConfirmedForm):
    reason = forms.CharField(
        label=_("Why can the pieces not be found?"), max_length=200,
        help_text=_("What was not scanned back leaves the stock as lost. It is on the list of overrides."),
    )  # fmt: skip
    field_order = ("reason", "username", "password")


def is_lost(code: str) -> bool:
    return code.upper() in _WORDS


def ask_lost(parcel: Parcel, goods: list[ToPutBack]) -> Ask:
    """Which goods and how many. Raises NothingMissing when every piece is back."""
    missing: dict[str, int] = {}
    for one in goods:
        if one.left:
            missing[one.sku_code] = missing.get(one.sku_code, 0) + one.left
    if not missing:
        raise NothingMissing(number=parcel.waybill, missing=0)
    choices = tuple((code, f"{code} ×{left}") for code, left in missing.items())
    by_code = Sku.objects.filter(pk__among={one.sku_id for one in goods if one.left}, tracking=Tracking.CODE)
    fields = (
        Field("sku", gettext("Goods"), "choice", choices=choices),
        Field("pieces", gettext("Pieces"), "number", value="1"),
        *([Field("code", gettext("Unique code, if the piece has one"))] if by_code.exists() else []),
        Field("reason", gettext("Why can the pieces not be found?")),
    )
    return Ask(
        LOST,
        gettext("Not found"),
        (*fields, *second_fields()),
        gettext("The pieces leave the stock as lost. A second person confirms it with the own password."),
    )


def written_off(parcel: Parcel, values: dict[str, str], *, scan_id: UUID, actor: Actor, at: datetime) -> None:
    actor.check("write_off_pieces")
    pieces = values.get("pieces", "")
    if not pieces.isdecimal() or not 0 < int(pieces) <= MOST_TIMES:
        raise CountNotUnderstood(text=pieces)
    second = who_confirms(values, beside=actor, at=at)
    given: dict[str, Any] = {"sku": values.get("sku", ""), "reason": values.get("reason", "")[:200]}
    given["code"] = values.get("code", "").strip()[:64]
    write_off_pieces(
        parcel_ids=[parcel.pk], pieces=int(pieces), client_id=scan_id, confirmed_by=second, actor=actor, at=at, **given
    ).one()
