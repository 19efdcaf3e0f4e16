"""What no good source confirms about waybills of 抖店; codes of carriers and of errors stand in the csv tables."""

COD = "SVC-COD"
INSURED = "SVC-INSURE"
"""Named as 菜鸟 and 拼多多 name them; values are in fen."""

PASS_GOOD_FOR_S = 300
"""How long the print component's pass is taken."""

MOST_PRINT_DATA = 10
"""How many numbers one call of waybillApply may name; the true limit may be higher."""
