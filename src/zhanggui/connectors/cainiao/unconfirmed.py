"""What no good source confirms about 菜鸟, in one place; codes of carriers and of errors stand in the csv tables."""

COD = "SVC-COD"
"""Cash to collect; confirmed for 拼多多, whose call mirrors this one."""
INSURED = "SVC-INSURE"
SIGN_BACK = "SVC-RECEIPT"
