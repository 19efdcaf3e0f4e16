"""The goods a line means, by the code we know them under.

A line bound by hand keeps the platform's word, which is empty or somebody else's; whoever looks for the goods, names
them in a rule or orders them again wants ours.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models.functions import Coalesce

from zhanggui.orders.models import OrderLine


def meant_code(line: str = "") -> Coalesce:
    """The bound SKU's code, else the platform's word, as an expression; `line` is the path to the line."""
    return Coalesce(*code_paths(line))


def code_paths(line: str = "") -> tuple[str, str]:
    """What has to be read to tell it, the surest first."""
    ahead = f"{line}__" if line else ""
    return f"{ahead}sku__code", f"{ahead}sku_code"


def code_in(row: Mapping[str, Any], line: str = "") -> str:
    """The same of a row in which both stand."""
    ours, theirs = code_paths(line)
    return str(row[ours] or row[theirs] or "")


def code_of(line: OrderLine) -> str:
    """The same of a line whose SKU was read with it."""
    return line.sku.code if line.sku else line.sku_code
