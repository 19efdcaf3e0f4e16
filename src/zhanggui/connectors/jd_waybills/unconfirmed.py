"""What no good source confirms about 京东's e-waybills; codes of carriers and of errors stand in the csv tables."""

from zhanggui.kernel.doors.waybills import PaidBy

OTHER_PLATFORMS = "0030001"
"""The sale platform of orders that are not 京东's own (those are 0010001, which is confirmed)."""

SEVERAL_ORDERS = ","
"""What stands between the order numbers of a parcel that carries several."""

PAID_AT_THE_DOOR = 1
"""The pay type of a parcel with cash to collect; 0 is confirmed for one that is paid."""

SF_PAY_METHODS = {PaidBy.SENDER: "1", PaidBy.RECEIVER: "2", PaidBy.MONTHLY: "3"}
"""Who pays 顺丰, which must be told."""

FRANCHISED = "2"
"""The operation type of a carrier with branches, which sells numbers in advance."""

MOST_PRINT_DATA = 10
"""How many numbers one call for print data may name."""

PRINT_ACCOUNT = "ewCustomerCode"
"""The name under which the account is told when print data is asked for."""
