"""Filters of orders that look beyond the order itself. Each asks through a key set, so that no order is shown twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhanggui.kernel.keys import key_of
from zhanggui.kernel.spelling import spellings
from zhanggui.orders.models import Hold, OrderLine, ShortLine
from zhanggui.orders.queries import orders_of_waybills
from zhanggui.ui.desk import ChoiceFilter, DateFilter, TextFilter
from zhanggui.ui.desk.filters import parts

HAS_REMARK = ~Q(buyer_message="") | ~Q(seller_memo="")


@dataclass(frozen=True, slots=True)
class HoldFilter(ChoiceFilter):
    """Orders that wait for one of these reasons."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        reasons = parts(str(params.get(self.name, "")))
        held = Hold.objects.filter(reason__in=reasons).values("order_id")
        return Q(open_holds__gt=0, pk__in=held) if reasons else None


@dataclass(frozen=True, slots=True)
class RemarkFilter(ChoiceFilter):
    """Orders by what the buyer or we wrote on them: `unread`, `message`, `memo`."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        match str(params.get(self.name, "")).strip():
            case "unread":
                return HAS_REMARK & Q(remark_handled=False)
            case "message":
                return ~Q(buyer_message="")
            case "memo":
                return ~Q(seller_memo="")
        return None


@dataclass(frozen=True, slots=True)
class FlagFilter(ChoiceFilter):
    """Orders with one of these flags."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        flags = [flag for flag in parts(str(params.get(self.name, ""))) if flag.isdecimal()]
        return Q(seller_flag__gt=0, seller_flag__in=flags) if flags else None


@dataclass(frozen=True, slots=True)
class SkuFilter(TextFilter):
    """Orders with a line of one of these merchant codes."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        codes = spellings(parts(str(params.get(self.name, ""))))
        return Q(pk__in=OrderLine.objects.filter(sku__code__in=codes).values("order_id")) if codes else None


@dataclass(frozen=True, slots=True)
class WaybillFilter(TextFilter):
    """Orders with pieces in a parcel of one of these waybills."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        waybills = spellings(parts(str(params.get(self.name, ""))))
        return Q(pk__in=orders_of_waybills(waybills)) if waybills else None


@dataclass(frozen=True, slots=True)
class PaidFilter(DateFilter):
    """Orders paid on these days. None was placed after it was paid, which tells the database where to begin."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        asked = DateFilter.condition(self, params)
        last_day = self.bound(params, self.parameters[1])
        if asked is None or last_day is None:
            return asked
        return asked & Q(placed_at__lt=self.last(last_day)[1])


@dataclass(frozen=True, slots=True)
class CauseFilter(ChoiceFilter):
    """Rows with one of these causes of a shortage."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        causes = parts(str(params.get(self.name, "")))
        return Q(**{f"{self.path}__overlap": causes}) if causes else None


@dataclass(frozen=True, slots=True)
class ShortOfFilter(TextFilter):
    """Orders that miss pieces of one of these SKUs, by code or by id."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        words = parts(str(params.get(self.name, "")))
        if not words:
            return None
        lines = ShortLine.objects.filter(short__gt=0)
        if self.path.endswith("sku_id"):
            lines = lines.filter(sku_id__in=[key_of(word) for word in words])
        else:
            lines = lines.filter(sku__code__in=words)
        return Q(pk__in=lines.values("order_id"))
