"""django-oscar-api has no call that says a parcel has left: a person does, in the shop's dashboard.

What can be done here is to say so, with the number to enter, and to see that it was done.
"""

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.oscar.client import OscarClient
from zhanggui.connectors.oscar.errors import LABEL
from zhanggui.connectors.oscar.reader import fetch_row
from zhanggui.connectors.oscar.states import OVER, SENT, read_state
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.doors.channel import ShipmentNotice
from zhanggui.kernel.doors.channel_refusals import ChannelRefused


class ToldByHand(ChannelRefused):
    """{channel} cannot be told: mark order {order} as sent in its dashboard ({carrier} {waybill}), then try again."""


class OrderGone(ChannelRefused):
    """{channel} does not know order {order}: nothing of it may be sent."""


class OrderOver(ChannelRefused):
    """{channel} shows order {order} as “{state}”: nothing of it may be sent."""


def ship_parcel(oscar: OscarClient, notice: ShipmentNotice) -> None:
    """Nothing, when the shop shows the order as sent. Otherwise a person is asked to say it."""
    row = fetch_row(oscar, notice.order_number)
    if row is None:
        raise OrderGone(channel=LABEL, order=notice.order_number)
    state = read_state(text(row, "status"), oscar.account.settings)
    if state in SENT:
        return
    if state in OVER:
        raise OrderOver(channel=LABEL, order=notice.order_number, state=text(row, "status"))
    known = known_carriers().get(notice.carrier)
    carrier = str(known.label) if known else notice.carrier
    raise ToldByHand(channel=LABEL, order=notice.order_number, carrier=carrier, waybill=notice.waybill)
