"""Order files for the tests, made as the platforms make them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

NUMBER = "3312345678901234567"

ORDER = {
    "订单编号": f'="{NUMBER}"',
    "买家会员名": "小**",
    "买家应付货款": "120.00",
    "买家应付邮费": "5.00",
    "总金额": "125.00",
    "买家实际支付金额": "125.00",
    "订单状态": "买家已付款，等待卖家发货",
    "买家留言": "周末送货\n门口有狗",
    "收货人姓名": "王**",
    "收货地址": "浙江省 杭州市 西湖区 示例路1号(310000)",
    "联系手机": "'13800000000",
    "订单创建时间": "2025-03-04 09:00:00",
    "订单付款时间": "2025-03-04 09:01:10",
    "宝贝标题": "示例T恤，示例帽子",
    "宝贝种类": "2",
    "宝贝总数量": "3",
    "打款商家金额": "0.00元",
    "卖家服务费": "0元",
    "退款金额": "0.00",
}
ITEMS = (
    {
        "订单编号": f'="{NUMBER}"',
        "主订单编号": f'="{NUMBER}"',
        "子订单编号": '="3312345678901234568"',
        "标题": "示例T恤",
        "价格": "50.00",
        "购买数量": "2",
        "商品属性": "颜色：白",
        "订单状态": "买家已付款，等待卖家发货",
        "商家编码": "TEE-W",
        "买家应付货款": "90.00",
        "退款状态": "没有申请退款",
        "订单创建时间": "2025-03-04 09:00:00",
        "订单付款时间": "2025-03-04 09:01:10",
    },
    {
        "订单编号": f'="{NUMBER}"',
        "主订单编号": f'="{NUMBER}"',
        "子订单编号": '="3312345678901234569"',
        "标题": "示例帽子",
        "价格": "30.00",
        "购买数量": "1",
        "商品属性": "",
        "订单状态": "买家已付款，等待卖家发货",
        "商家编码": "HAT",
        "买家应付货款": "30.00",
        "退款状态": "没有申请退款",
        "订单创建时间": "2025-03-04 09:00:00",
        "订单付款时间": "2025-03-04 09:01:10",
    },
)
SIMPLE = {
    "订单编号": "A-1",
    "子订单编号": "",
    "商家编码": "TEE-W",
    "标题": "示例T恤",
    "商品属性": "白",
    "购买数量": "2",
    "价格": "50",
    "实付金额": "￥95.50",
    "收货人姓名": "王伟",
    "联系手机": "\t13800000000",
    "省": "浙江省",
    "市": "杭州市",
    "区": "西湖区",
    "收货地址": "示例路1号",
    "买家会员名": "小王",
    "买家留言": "",
    "卖家备注": "",
    "订单创建时间": "2025/3/4 9:00",
    "订单付款时间": "2025/3/4 9:05",
    "邮费": "5",
}


def cells_of(headers: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    return [[row.get(header.strip(), "") for header in headers] for row in rows]


def csv_bytes(headers: Sequence[str], rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", **style: Any) -> bytes:
    out = io.StringIO(newline="")
    sheet = csv.writer(out, **style)
    sheet.writerows([headers, *rows])
    return out.getvalue().encode(encoding)


def xlsx_bytes(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    else:
                        sheet.write(row, column, cell)
    return out.getvalue()


def simple_csv(*changes: Mapping[str, str], encoding: str = "utf-8", **style: Any) -> bytes:
    """A file in our own layout, one row per set of changes to the usual row."""
    rows = [{**SIMPLE, **change} for change in changes or ({},)]
    return csv_bytes(list(SIMPLE), cells_of(list(SIMPLE), rows), encoding=encoding, **style)
