from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Abc(models.TextChoices):
    """By what went out in a year, valued at cost: A the most, C the least."""

    A = "a", "A"
    B = "b", "B"
    C = "c", "C"


class Xyz(models.TextChoices):
    """By how much the weeks differ: X hardly, Z wildly."""

    X = "x", "X"
    Y = "y", "Y"
    Z = "z", "Z"


class Method(models.TextChoices):
    """How a forecast is made. All work on weeks cleaned of festivals."""

    NAIVE = "naive", pgettext_lazy("forecast", "Last week again")
    SEASONAL = "seasonal", pgettext_lazy("forecast", "Last year again")
    AVERAGE = "average", pgettext_lazy("forecast", "Moving average")
    CROSTON = "croston", pgettext_lazy("forecast", "Croston")
    ETS = "ets", pgettext_lazy("forecast", "Exponential smoothing")
    THETA = "theta", pgettext_lazy("forecast", "Theta")


class PlanState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("plan", "Being worked out")
    DONE = "done", pgettext_lazy("plan", "Worked out")


PLAN_STEPS: dict[str, set[str]] = {PlanState.RUNNING: {PlanState.DONE}, PlanState.DONE: set()}


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    PROPOSED = "proposed", pgettext_lazy("suggestion", "Proposed")
    ENOUGH = "enough", pgettext_lazy("suggestion", "Enough")
    APPROVED = "approved", pgettext_lazy("suggestion", "Approved")
    DROPPED = "dropped", pgettext_lazy("suggestion", "Dropped")
    ORDERED = "ordered", pgettext_lazy("suggestion", "Ordered")
    REPLACED = "replaced", pgettext_lazy("suggestion", "Replaced by a later plan")


SUGGESTION_STEPS: dict[str, set[str]] = {
    SuggestionState.PROPOSED: {SuggestionState.APPROVED, SuggestionState.DROPPED, SuggestionState.REPLACED},
    SuggestionState.ENOUGH: {SuggestionState.PROPOSED, SuggestionState.REPLACED},
    SuggestionState.APPROVED: {SuggestionState.ORDERED, SuggestionState.PROPOSED, SuggestionState.DROPPED},
    SuggestionState.DROPPED: {SuggestionState.PROPOSED, SuggestionState.REPLACED},
    SuggestionState.ORDERED: set(),
    SuggestionState.REPLACED: set(),
}
"""What was approved stays until it is ordered or taken back: a later plan counts it as on its way."""


OPEN = (SuggestionState.PROPOSED, SuggestionState.ENOUGH, SuggestionState.DROPPED)
"""The next plan replaces these; a SKU has one of them in a warehouse."""


class FestivalKind(models.TextChoices):
    """Days on which people buy otherwise. Their dates are those of rules/festivals."""

    NEW_YEAR_GOODS = "new_year_goods", _("New Year goods festival")
    SPRING_FESTIVAL = "spring_festival", _("Spring Festival")
    MAY_DAY = "may_day", _("Labour Day holiday")
    DRAGON_BOAT = "dragon_boat", _("Dragon Boat Festival")
    MID_YEAR = "mid_year", _("618 shopping festival")
    MID_AUTUMN = "mid_autumn", _("Mid-Autumn Festival")
    NATIONAL_DAY = "national_day", _("National Day holiday")
    DOUBLE_ELEVEN = "double_eleven", _("Double 11 shopping festival")
    DOUBLE_TWELVE = "double_twelve", _("Double 12 shopping festival")
