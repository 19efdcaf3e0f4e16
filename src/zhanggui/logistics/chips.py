"""Words of accounts and requests for their desks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.states import Numbering, ParcelState
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.waybills import GROUP as PROVIDERS
from zhanggui.orders.wording import platform_name
from zhanggui.ui.desk.columns import Tone

REQUEST_TONES: dict[str, Tone] = {
    "waiting": "info", "asked": "info", "given": "good", "refused": "bad", "to_cancel": "warn", "to_recover": "bad",
    "cancelled": "muted", "given_up": "muted",
}  # fmt: skip


def provider_name(key: str) -> str:
    """The provider by the name people say; its key when its connector is not installed."""
    provider = installed(PROVIDERS).get(key)
    return _(str(provider.label)) if provider else key


def providers() -> list[tuple[str, str]]:
    return [(key, _(str(provider.label))) for key, provider in installed(PROVIDERS).items()]


def platforms() -> list[tuple[str, str]]:
    return [(key, platform_name(key)) for key in installed(CHANNELS)]


def left_chip(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """How many numbers are left where there are fewest; red where they are few."""
    if not row["checked_at"]:
        return [{"label": _("not asked yet"), "tone": "muted"}]
    if row["left"] is None:
        return [{"label": _("not counted"), "tone": "muted"}]
    return [{"label": f"{row['left']:,}", "tone": "bad" if row["left"] < row["few"] else "good"}]


def open_chip(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"label": _("In use"), "tone": "good"} if row["is_active"] else {"label": _("Closed"), "tone": "muted"}]


def orders_of(row: Mapping[str, Any]) -> str:
    """Whose orders: of one platform, or of all."""
    return platform_name(row["platform"]) if row["platform"] else _("all platforms")


def numbering_chip(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """How far a parcel without a number is."""
    if row["state"] == ParcelState.PLANNED:
        return [{"label": _("Nobody to ask"), "tone": "bad"}]
    tone = "bad" if row["numbering"] == Numbering.REFUSED else "info"
    return [{"label": str(Numbering(row["numbering"]).label), "tone": tone}]


def why_numberless(row: Mapping[str, Any]) -> str:
    """What the account said, or that there is none."""
    if row["state"] != ParcelState.PLANNED:
        return str(row["numbering_trouble"])
    words = _("No account gives numbers of {carrier} at {warehouse}.")
    return words.format(carrier=carrier_label(row["carrier"]), warehouse=row["warehouse__name"])
