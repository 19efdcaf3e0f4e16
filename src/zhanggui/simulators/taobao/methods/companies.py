"""taobao.logistics.companies.get: the carriers the platform knows, and what their waybill numbers look like."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Any

from ..answers import Many
from ..call import Call
from ..fields import select


@cache
def companies() -> dict[str, dict[str, Any]]:
    """Carriers by code. The number patterns are the simulator's own guess and belong in the data file only."""
    text = files("zhanggui.simulators.taobao").joinpath("data/carriers.csv").read_text(encoding="utf-8")
    return {row["code"]: {**row, "id": int(row["id"])} for row in csv.DictReader(text.splitlines())}


def is_number_of(code: str, number: str) -> bool:
    return re.fullmatch(companies()[code]["reg_mail_no"], number) is not None


def answer(call: Call) -> dict[str, Any]:
    wanted = call.fields()
    chosen = [select(company, wanted) for company in companies().values()]
    return {"logistics_companies": Many("logistics_company", chosen)}
