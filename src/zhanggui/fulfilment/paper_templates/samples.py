"""Made-up papers, with long names and rare letters, so that one sees what does not fit."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext

from zhanggui.papers.first_page import AnyPaper
from zhanggui.papers.templates import HAND, LABEL, LIST, SORT
from zhanggui.papers.values import (
    CellRequest,
    CellShare,
    Contact,
    DeliveryNotePaper,
    GoodsLine,
    HandOverGap,
    HandOverPaper,
    HandOverRow,
    LabelPaper,
    NoteLine,
    PickListPaper,
    PickRow,
    SortCell,
    SortItem,
    SortParcel,
    SortSheetPaper,
)

_GOODS = ("纯棉短袖圆领T恤春夏新款宽松男女同款", "帆布托特包", "男士运动袜 5双装")
_SPECS = ("白色 XL", "米白", "混色")
_RECEIVER = Contact("龚䶮", "138****0000", "浙江省杭州市余杭区仓前街道文一西路1号 3幢2单元1502室")
_SENDER = Contact("示例旗舰店", "0571-88000000", "浙江省金华市义乌市福田街道城北路1号")
_CARRIER, _WAREHOUSE, _WAVE = "示例快递", "示例仓", "W260101-000001"
_REQUEST = "刻字：生日快乐"


def sample_paper(paper: str, *, at: datetime) -> AnyPaper:
    makers: Mapping[str, Callable[[datetime], AnyPaper]] = {
        LIST: _pick_list,
        SORT: _sort_sheet,
        HAND: _hand_over,
        LABEL: _label,
    }
    return makers.get(paper, _note)(at)


def _note(at: datetime) -> DeliveryNotePaper:
    lines = tuple(
        NoteLine(f"TS-{place:03}-WHITE-XL", name, place + 1, spec, Decimal("39.90"))
        for place, (name, spec) in enumerate(zip(_GOODS, _SPECS, strict=True))
    )
    return DeliveryNotePaper(
        "P260101-000001", _SENDER.name, _RECEIVER, lines, at, ("202601010001",), _CARRIER, "YT0000000000018",
        remark=gettext("Please wrap as a present"), requests=(_REQUEST,),
    )  # fmt: skip


def _pick_list(at: datetime) -> PickListPaper:
    rows = tuple(
        PickRow(
            f"A-{place:02}", f"TS-{place:03}-WHITE-XL", _GOODS[place % 3], place, _SPECS[place % 3],
            (CellShare("3", place),),
        )
        for place in range(1, 9)
    )  # fmt: skip
    return PickListPaper(_WAVE, _WAREHOUSE, _CARRIER, at, rows, parcel_count=8, requests=(CellRequest("3", _REQUEST),))


def _sort_sheet(at: datetime) -> SortSheetPaper:
    items = tuple(
        SortItem(f"TS-{place:03}-WHITE-XL", name, place + 1, spec, f"A-{place:02}")
        for place, (name, spec) in enumerate(zip(_GOODS, _SPECS, strict=True))
    )
    cells = tuple(
        SortCell(str(cell), (SortParcel(f"P260101-{cell:06}", f"YT{cell:013}", "龚*", items[: cell % 3 + 1]),))
        for cell in range(1, 9)
    )
    return SortSheetPaper(_WAVE, _WAREHOUSE, _CARRIER, at, cells)


def _hand_over(at: datetime) -> HandOverPaper:
    rows = tuple(
        HandOverRow(f"YT{place:013}", f"P260101-{place:06}", "浙江省杭州市", f"{place * 130} g", "16:05")
        for place in range(1, 41)
    )
    gap = HandOverGap("YT0000000000041", "P260101-000041", gettext("not scanned"), gettext("address changed"))
    return HandOverPaper(
        number="M260101-000001", warehouse=_WAREHOUSE, carrier=_CARRIER, pickup="16:00", state="", is_final=True,
        listed=41, scanned=40, shipped=40, closed_by="小美", driver="", rows=rows, gaps=(gap,), printed_at=at,
        print_number=1,
    )  # fmt: skip


def _label(at: datetime) -> LabelPaper:
    return LabelPaper(
        waybill="YT0000000000018", carrier=_CARRIER, receiver=_RECEIVER, sender=_SENDER, printed_at=at,
        big_mark="571A-B02 031", package_centre="杭州萧山集",
        goods=tuple(GoodsLine(name, 1, spec) for name, spec in zip(_GOODS, _SPECS, strict=True)),
        remark="改发灰色，已同意 — 小美", message="请周末送货，谢谢", requests=(_REQUEST,),
        order_numbers=("202601010001",), wave=_WAVE, cell="27", sequence=17,
    )  # fmt: skip
