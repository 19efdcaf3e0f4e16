"""What every provider that is told the receiver in clear needs to know of a parcel."""

from zhanggui.kernel.doors.waybills import RequestUnfit, WaybillAccount, WaybillRequest


def check_told_in_clear(request: WaybillRequest, account: WaybillAccount, *, provider: str) -> None:
    """There are goods, and a sender and a receiver whom anybody can read: a platform's cipher says nothing here."""
    if request.cipher:
        raise RequestUnfit(provider=provider, field="receiver")
    if not request.goods or not all(goods.name for goods in request.goods):
        raise RequestUnfit(provider=provider, field="goods")
    for who, contact in (("receiver", request.receiver), ("sender", request.sender or account.sender)):
        needed = {"name": contact.name, "address": contact.address, "mobile": contact.mobile or contact.phone}
        for field, value in needed.items():
            if not value:
                raise RequestUnfit(provider=provider, field=f"{who}.{field}")
