"""What no good source says of 抖店. Change it here; codes of errors stand in `errors.csv`."""

from datetime import timedelta

SETTLED_AFTER = timedelta(seconds=60)
"""So long after a moment an order or a case changed at it may still appear in a list."""

MOST_ROWS = 10_000
"""How far one list is paged through: documents say 10,000 or 50,000."""

SKUS_AT_ONCE = 50
"""How many SKUs of one product are told in one call of sku.syncStockBatch."""

CALLS_A_SECOND = 50
"""How often one app may call a method whose limit is not published."""

CLEARING_REMARK = ""
"""What a remark is overwritten with that is to be gone."""
