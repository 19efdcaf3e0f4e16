"""The standard chart of accounts, as data.

Codes of four figures and their names are those of 企业会计准则——应用指南, appendix 会计科目 (财会〔2006〕18号),
6403 named as 财会〔2016〕22号 has it; accounts below them follow the customary numbering, a company may choose its own.
"""

import csv
from functools import cache
from pathlib import Path

from zhanggui.books.rules.accounts import AccountDraft

_DATA = Path(__file__).parent / "data"


@cache
def standard_chart() -> tuple[AccountDraft, ...]:
    """Every account of `data/chart.csv`."""
    with (_DATA / "chart.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        AccountDraft(row["code"], row["name"], row["kind"], row["side"], row["name_en"], row["parent"]) for row in rows
    )


@cache
def standard_roles() -> dict[str, str]:
    """Role → code, for a company that has not chosen."""
    with (_DATA / "roles.csv").open(encoding="utf-8", newline="") as file:
        return {row["role"]: row["code"] for row in csv.DictReader(file)}
