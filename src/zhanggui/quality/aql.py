"""Single sampling by attributes, normal inspection, general level II, as data.

Source: GB/T 2828.1-2012, identical with ISO 2859-1:1999, table 1 (code letters) and table 2-A (single sampling plans
for normal inspection). The arrows of table 2-A are followed already: each letter names the plan that is really used,
with its own sample size. The rules for switching to tightened or reduced inspection are not applied.
"""

import csv
from functools import cache
from pathlib import Path

from zhanggui.quality.rules.sampling import AqlTable

_DATA = Path(__file__).parent / "data"


@cache
def aql_table() -> AqlTable:
    with (_DATA / "aql_letters.csv").open(encoding="utf-8", newline="") as file:
        letters = tuple((int(row["from"]), row["letter"]) for row in csv.DictReader(file))
    with (_DATA / "aql_normal.csv").open(encoding="utf-8", newline="") as file:
        plans = {(row["aql"], row["letter"]): (int(row["sample"]), int(row["accept"])) for row in csv.DictReader(file)}
    return AqlTable(letters, plans)


def aql_values() -> list[str]:
    """The limits the table knows, the strictest first."""
    return list(dict.fromkeys(value for value, _ in aql_table().plans))
