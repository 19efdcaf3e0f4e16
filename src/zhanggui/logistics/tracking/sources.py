"""Tracking accounts as the connectors want them, and which of them tells about a carrier's parcels."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson

from zhanggui.kernel.doors import tracking
from zhanggui.kernel.doors.finding import door, installed
from zhanggui.kernel.seal import unseal
from zhanggui.logistics.models import TrackingAccount

ALIAS = "carrier."
"""The setting `carrier.<our carrier> = <another of ours>`: the source knows its parcels under that one's code."""


def source_of(account: TrackingAccount) -> tracking.Tracking:
    """The connector of the account's source. Raises NotInstalled."""
    source: tracking.Tracking = door(tracking.GROUP, account.source)
    return source


def opened(account: TrackingAccount) -> tracking.TrackAccount:
    """The account with its secrets, for one call or one push. Raises SealBroken."""
    return tracking.TrackAccount(account.code, account.settings, orjson.loads(unseal(account.secrets)))


def open_accounts() -> list[TrackingAccount]:
    """Those that are asked, the first choice first."""
    return list(TrackingAccount.objects.filter(is_active=True).order_by("priority", "pk"))


def known_as(account: TrackingAccount, carrier: str) -> str:
    """The carrier under which the account's source knows this one's parcels."""
    return str(account.settings.get(f"{ALIAS}{carrier}", carrier))


def rest_of(account: TrackingAccount | None) -> timedelta:
    """How long a parcel is left alone after its source was asked about it."""
    source = installed(tracking.GROUP).get(account.source) if account else None
    rest: timedelta = source.rest if source else timedelta()
    return rest


def account_for(carrier: str, accounts: Sequence[TrackingAccount]) -> TrackingAccount | None:
    """The first account whose source can tell about parcels of this carrier."""
    known: dict[str, Any] = installed(tracking.GROUP)
    return next(
        (one for one in accounts if one.source in known and known[one.source].knows(known_as(one, carrier))), None
    )
