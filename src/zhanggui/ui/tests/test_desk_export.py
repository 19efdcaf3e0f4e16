"""The export shows what the page shows: same columns, filters, rights and masks."""

from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from zhanggui.ui.desk import desk_export

pytestmark = pytest.mark.django_db


def exported(desk, params, actor):
    with desk_export(desk, params, actor) as file:
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_everything_that_matches_in_order(baskets, desk, lead):
    rows = exported(desk, {"tab": "held", "sort": "number", "columns": "number,paid,state,paid_at,holds"}, lead)
    assert rows[0] == ["订单号", "实付", "状态", "付款时间", "挂起原因"]
    assert rows[1] == [
        "20261121000000004",
        21.38,
        "挂起",
        datetime.fromisoformat("2026-11-21T21:57:32"),
        "客户要求改地址",
    ]
    assert len(rows) == 31


def test_more_than_one_batch(baskets, desk, lead):
    assert len(exported(desk, {"tab": "shipped", "columns": "number,holds"}, lead)) == 2671


def test_rights_and_masks(baskets, desk, clerk):
    rows = exported(desk, {"tab": "all", "columns": "number,cost,buyer"}, clerk)
    assert rows[0] == ["订单号", "买家"]
    assert {row[1] for row in rows[1:]} == {"王**", "李**", "张**", "刘**", "陈**"}


def test_text_is_never_a_formula(baskets, desk, lead):
    desk.visible(lead).filter(number="20261121000000004").update(goods="=1+1")
    assert exported(desk, {"number": "20261121000000004", "tab": "held", "columns": "goods"}, lead)[1] == ["=1+1"]
