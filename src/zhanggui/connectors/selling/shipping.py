"""By which code a platform knows a carrier, and what keeps it from hearing of a parcel, in the same words for all."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext, override

from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelRefused

TABLE = "channel_carriers.csv"


class CarrierWithoutCode(ChannelRefused):
    """{channel} has no company code for carrier {carrier}. Add it to the settings of shop {shop}."""


class ShippedOtherwise(ChannelRefused):
    """{channel} shows order {order} as shipped with {waybills}, not with {waybill}."""


class NotAccepted(ChannelRefused):
    """{channel} did not accept waybill {waybill} for order {order} and gave no reason."""


class WaybillNeeded(ChannelRefused):
    """{channel} shows order {order} as shipped only with a waybill. Confirm it there by hand."""


def company_code(account: ShopAccount, carrier: str, *, channel: str, label: str) -> str:
    """The platform's code for our carrier key. The shop's setting `company_code.<key>` wins over the table, whose
    column has the name of the channel. Raises CarrierWithoutCode."""
    code = account.settings.get(f"company_code.{carrier}") or _codes(channel).get(carrier)
    if not code:
        raise CarrierWithoutCode(channel=label, carrier=carrier, shop=account.shop_code)
    return code


def carrier_name(account: ShopAccount, carrier: str, *, label: str, language: str) -> str:
    """What buyers call our carrier, in the language of the shop (zh-hans, en), for platforms that take any text. The
    shop's setting `company_code.<key>` wins. Raises CarrierWithoutCode."""
    if own := account.settings.get(f"company_code.{carrier}"):
        return own
    known = known_carriers().get(carrier)
    if known is None:
        raise CarrierWithoutCode(channel=label, carrier=carrier, shop=account.shop_code)
    with override(language):
        return gettext(str(known.label))


@cache
def _codes(channel: str) -> Mapping[str, str]:
    text = (files("zhanggui.kernel.doors") / TABLE).read_text(encoding="utf-8")
    return {row["key"]: row[channel] for row in csv.DictReader(text.splitlines()) if row.get(channel)}


def check_shown(shown: set[str], *, channel: str, order: str, waybill: str, refused: ChannelRefused) -> None:
    """After a platform said "already shipped": with this waybill it counts as done, with another it is told, and when
    nothing was shipped `refused` is raised."""
    if shown == {waybill}:
        return
    if not any(shown):
        raise refused
    others = ", ".join(sorted(filter(None, shown)))
    raise ShippedOtherwise(channel=channel, order=order, waybills=others, waybill=waybill) from refused
