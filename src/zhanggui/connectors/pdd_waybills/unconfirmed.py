"""What no good source confirms about waybills of 拼多多; codes of carriers and of errors stand in the csv tables."""

INSURED = "SVC-INSURE"
"""Cash to collect is confirmed (SVC-COD); insured value and sign-back are named as 菜鸟 names them."""
SIGN_BACK = "SVC-RECEIPT"
