"""A desk with one of everything."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk import (
    Action,
    ActionForm,
    ChoiceFilter,
    Column,
    DateFilter,
    Desk,
    NumberFilter,
    Tab,
    TextFilter,
)
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.tests.models import Basket, BasketState


class BasketOnHold(Refusal):
    """Order {number} is on hold: {reason}."""


def review_baskets(*, basket_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Open baskets are ready; one that is held is refused."""
    rows = list(Basket.objects.filter(pk__in=basket_ids))
    refused: dict[int, Refusal] = {
        row.pk: BasketOnHold(number=row.number, reason="客户要求改地址")
        for row in rows
        if row.state != BasketState.OPEN
    }
    done = [row.pk for row in rows if row.pk not in refused]
    Basket.objects.filter(pk__in=done).update(state=BasketState.READY)
    return Outcome(done, refused)


def note_baskets(*, basket_ids: Sequence[int], note: str, flag: str, actor: Actor, at: datetime) -> Outcome[int]:
    Basket.objects.filter(pk__in=basket_ids).update(note=f"{flag} {note}")
    return Outcome(list(basket_ids))


class NoteForm(ActionForm):
    note = forms.CharField(
        label="备注", max_length=200, widget=forms.Textarea(attrs={"rows": 3}), help_text="打单员马上能看到"
    )
    flag = forms.ChoiceField(label="旗帜", choices=[("red", "红旗"), ("yellow", "黄旗"), ("green", "绿旗")])


def masked(value: str) -> str:
    return f"{value[:1]}**"


def shop_chip(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"label": f"淘宝{row['shop_id']}店", "tone": "neutral"}]


def picked(row: Mapping[str, Any]) -> list[int]:
    return [1, int(row["pieces"])]


TONES: dict[str, Tone] = {"open": "info", "held": "warn", "ready": "neutral", "shipped": "good", "void": "muted"}


class BasketDesk(Desk):
    name = "baskets"
    title = "订单"
    empty = "没有等待审核的订单。"
    grant = "see_baskets"
    model = Basket
    icon = "shopping-cart"
    tabs = [
        Tab("to_review", "待审核", Q(state="open"), tone="info"),
        Tab("held", "挂起", Q(state="held"), tone="warn"),
        Tab("ready", "待打印", Q(state="ready")),
        Tab("shipped", "已发货", Q(state="shipped"), unsorted=("paid",)),
        Tab("all", "全部"),
    ]
    columns = [
        Column("number", "订单号", link=True, width=170, frozen=True),
        Column("shop", "店铺", kind="chips", value=shop_chip, needs=("shop_id",), width=90),
        Column("goods", "商品", width=240),
        Column("pieces", "数量", kind="quantity", width=64),
        Column("paid", "实付", kind="money", currency="currency", width=100),
        Column("cost", "成本", kind="money", grant="see_cost", shown=False, width=100),
        Column("buyer", "买家", mask=masked, unmask="see_buyers", width=90),
        Column("city", "收货地区", width=120),
        Column("state", "状态", kind="state", states=BasketState, tones=TONES, width=90),
        Column("holds", "挂起原因", kind="chips", by_page=True, width=150),
        Column("picked", "进度", kind="progress", value=picked, needs=("pieces",), width=130, shown=False),
        Column("paid_at", "付款时间", kind="moment", width=100),
    ]
    filters = [
        TextFilter("number", "订单号", prefix=True),
        ChoiceFilter("state", "状态", choices=BasketState.choices),
        DateFilter("paid_at", "付款日期"),
        NumberFilter("paid", "实付金额"),
    ]
    search: ClassVar[Sequence[str]] = ("number", "number__startswith", "buyer")
    search_hint = "订单号 / 买家，可粘贴多个"
    sort = "-paid_at"
    actions = [
        Action(
            "review_baskets",
            "审核",
            review_baskets,
            "basket_ids",
            key="r",
            icon="checks",
            look="primary",
            tabs=("to_review", "held", "all"),
            on_sheet=Q(state="open"),
        ),
        Action("note_baskets", "备注", note_baskets, "basket_ids", key="b", icon="flag", form=NoteForm),
        Action(
            "void_baskets",
            "取消订单",
            review_baskets,
            "basket_ids",
            icon="ban",
            look="danger",
            confirm="确定取消 {count} 个订单？取消后库存立即释放。",
        ),
    ]

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        held = Basket.objects.filter(pk__in=ids, state=BasketState.HELD).values_list("pk", flat=True)
        return {pk: {"holds": [{"label": "客户要求改地址", "tone": "warn"}]} for pk in held}
