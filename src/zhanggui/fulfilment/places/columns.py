"""What the lists about the choice of warehouse and carrier show in words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.clock import now

Row = Mapping[str, Any]


def on_chip(field: str) -> Callable[[Row], list[dict[str, Any]]]:
    """Whether it counts, as a chip."""

    def chip(row: Row) -> list[dict[str, Any]]:
        return [{"label": _("On"), "tone": "good"} if row[field] else {"label": _("Off"), "tone": "muted"}]

    return chip


def reaching_carrier(row: Row) -> str:
    """The carrier of which it is said."""
    return carrier_label(row["carrier"]) if row["carrier"] else _("All carriers")


def reach_chip(row: Row) -> list[dict[str, Any]]:
    """Whether the carrier goes there now, as far as this row says."""
    at = now()
    if row["starts_at"] is None:
        served = row["is_served"]
        return [{"label": _("Delivers"), "tone": "good"} if served else {"label": _("Does not deliver"), "tone": "bad"}]
    if row["ends_at"] and row["ends_at"] <= at:
        return [{"label": _("Stop is over"), "tone": "muted"}]
    if row["starts_at"] > at:
        return [{"label": _("Will stop"), "tone": "warn"}]
    return [{"label": _("Stopped now"), "tone": "bad"}]


def effect_of(row: Row) -> list[dict[str, Any]]:
    carrier = carrier_label(row["carrier"])
    if row["is_forbidding"]:
        return [{"label": _("Not with {carrier}").format(carrier=carrier), "tone": "bad"}]
    return [{"label": _("Prefer {carrier}").format(carrier=carrier), "tone": "good"}]


def rule_words(row: Row) -> str:
    """The conditions of a rule in a line; a rule without any fits every parcel."""
    words = ["/".join(filter(None, (row["state"], row["city"], row["district"])))]
    if row["above_g"]:
        words.append(_("above {grams} g").format(grams=row["above_g"]))
    if row["up_to_g"] is not None:
        words.append(_("up to {grams} g").format(grams=row["up_to_g"]))
    words += [row["shop__name"] or "", row["category__name"] or "", row["sku__code"] or ""]
    if row["words"]:
        words.append(_("remark says “{words}”").format(words=row["words"]))
    return " · ".join(filter(None, words)) or _("always")
