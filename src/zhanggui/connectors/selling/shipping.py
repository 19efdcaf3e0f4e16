"""What keeps a platform from hearing of a parcel, in the same words for all of them."""

from zhanggui.kernel.doors.channel import ChannelRefused


class CarrierWithoutCode(ChannelRefused):
    """{channel} has no company code for carrier {carrier}. Add it to the settings of shop {shop}."""


class ShippedOtherwise(ChannelRefused):
    """{channel} shows order {order} as shipped with {waybills}, not with {waybill}."""


class NotAccepted(ChannelRefused):
    """{channel} did not accept waybill {waybill} for order {order} and gave no reason."""


def check_shown(shown: set[str], *, channel: str, order: str, waybill: str, refused: ChannelRefused) -> None:
    """After a platform said "already shipped": with this waybill it counts as done, with another it is told, and when
    nothing was shipped `refused` is raised."""
    if shown == {waybill}:
        return
    if not any(shown):
        raise refused
    others = ", ".join(sorted(filter(None, shown)))
    raise ShippedOtherwise(channel=channel, order=order, waybills=others, waybill=waybill) from refused
