"""What the pages about the choice of warehouse and carrier ask. Weights are typed in kilograms, kept in grams."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import Category, Sku
from zhanggui.fulfilment.places.text import read_areas, read_points, read_zones
from zhanggui.fulfilment.rules.choices import STANDARD
from zhanggui.fulfilment.rules.freight import MOST_TIMES, check_zones
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import known_carriers, usual_divisor
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.models import Shop, Warehouse

GRAMS = 1000
LONGEST = 20_000
EVERY_CARRIER = "*"
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"})


def carriers_of() -> list[tuple[str, str]]:
    """The carriers that are installed, by the name people say."""
    return [(key, gettext(str(carrier.label))) for key, carrier in known_carriers().items()]


def warehouses_of(actor: Actor) -> list[tuple[str, str]]:
    rows = Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


class PlaceForm(forms.Form):
    """Fields called warehouse, carrier and shop offer what this person may choose."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self._offer("warehouse", warehouses_of(actor), gettext("All warehouses"))
        self._offer("carrier", carriers_of(), "")
        shops = Shop.objects.visible_to(actor).order_by("name").values_list("pk", "name")
        self._offer("shop", [(str(pk), name) for pk, name in shops], gettext("Every shop"))
        categories = Category.objects.order_by("name").values_list("pk", "name") if "category" in self.fields else []
        self._offer("category", [(str(pk), name) for pk, name in categories], gettext("Every category"))
        next(field for field in self.fields.values() if not field.widget.is_hidden).widget.attrs["autofocus"] = True

    def _offer(self, name: str, choices: list[tuple[str, str]], nothing: str) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices if field.required else [("", nothing), *choices]

    def number(self, name: str) -> int | None:
        """What was chosen in a field that may be left open."""
        value = self.cleaned_data[name]
        return int(value) if value else None


class AreaLines(forms.CharField):
    """Areas, one a line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("One a line, as far as needed: 浙江省/杭州市/西湖区."))
        super().__init__(widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST, **options)

    def clean(self, value: Any) -> Any:
        try:
            return read_areas(super().clean(value))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class RegionsForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    regions = forms.CharField(
        label=_("Regions and points"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST,
        help_text=_(
            "One a line: 浙江省 50, or 浙江省/杭州市 80. A hundred points weigh as much as one yuan of freight."
        ),
    )

    def clean_regions(self) -> Any:
        try:
            return read_points(self.cleaned_data["regions"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class CapacityForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    parcels = forms.IntegerField(
        label=_("Parcels a day"), min_value=0, max_value=10_000_000, help_text=_("0 takes the limit away.")
    )


class CollectionForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    carrier = forms.ChoiceField(label=_("Carrier"))
    is_enabled = forms.BooleanField(label=_("Switched on"), required=False, initial=True)
    account = forms.CharField(label=_("Account"), max_length=64, required=False)


class CarrierAreasForm(PlaceForm):
    carrier = forms.ChoiceField(label=_("Carrier"))
    areas = AreaLines(label=_("Areas"))
    effect = forms.ChoiceField(
        label=_("The carrier"),
        choices=[
            ("closed", _("does not deliver there")),
            ("stopped", _("takes nothing for there for some time")),
            ("open", _("delivers there")),
        ],
        help_text=_(
            "The most exact area counts: “delivers there” opens a city of a province that is closed, and ends a stop "
            "of that area that runs now."
        ),
    )
    starts_at = forms.DateTimeField(label=_("Stopped from"), required=False, widget=MOMENT, help_text=_("Empty: now."))
    ends_at = forms.DateTimeField(
        label=_("Stopped until"),
        required=False,
        widget=MOMENT,
        help_text=_("Empty: until it is removed from the list."),
    )
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = (EVERY_CARRIER, gettext("All carriers"))
        self._offer("carrier", [*carriers_of(), everybody], "")

    def clean(self) -> Any:
        given = super().clean() or {}
        is_stop = given.get("effect") == "stopped"
        if is_stop and not given.get("reason"):
            self.add_error("reason", gettext("Say why it is stopped: whoever plans a parcel reads it."))
        if not is_stop and (given.get("starts_at") or given.get("ends_at")):
            self.add_error("effect", gettext("With a beginning or an end it is for some time."))
        return given


class FreightForm(PlaceForm):
    name = forms.CharField(label=_("Table name"), max_length=80)
    carrier = forms.ChoiceField(label=_("Carrier"))
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    divisor = forms.IntegerField(
        label=_("Volume divisor"), min_value=0, max_value=100_000, required=False,
        help_text=_(
            "cm³ to a kilogram, as your contract says. Empty: what is usual, which no source confirms for a single "
            "carrier; 0: volume costs nothing."
        ),
    )  # fmt: skip
    volume_above = forms.DecimalField(
        label=_("Volume counts above × weight"), min_value=1, max_value=MOST_TIMES, decimal_places=2, initial=1,
        help_text=_("1: whenever it is more than the weight; 1.5: only when it is more than 1.5 times the weight."),
    )  # fmt: skip
    rounding = forms.DecimalField(
        label=_("Continued weight is rounded up to (kg)"), min_value=0, max_value=10, decimal_places=3, initial=1
    )
    remote_fee = forms.DecimalField(label=_("Remote surcharge"), min_value=0, max_digits=8, decimal_places=2, initial=0)
    remote_areas = AreaLines(label=_("Remote areas"), required=False)
    zones = forms.CharField(
        label=_("Zones"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        max_length=LONGEST,
        help_text=_(
            "One a line, parts divided by | or tab: name | areas | first kg | yuan | continued kg | yuan | days | "
            "bands. Bands such as 0.5:2.20 1:2.60 may be left out. “-” for the first kg: not delivered."
        ),
    )

    def clean(self) -> Any:
        given = super().clean() or {}
        if given.get("divisor") is None:
            given["divisor"] = usual_divisor(given.get("carrier", ""))
        if "zones" in given and "rounding" in given:
            try:
                given["zones"] = read_zones(given["zones"])
                check_zones(given["zones"], rounding_g=int(given["rounding"] * GRAMS))
            except Refusal as refusal:
                self.add_error("zones", refusal.sentence)
        return given


class RuleForm(PlaceForm):
    name = forms.CharField(label=_("Rule name"), max_length=80, help_text=_("A rule of the same name is replaced."))
    carrier = forms.ChoiceField(label=_("Carrier"))
    effect = forms.ChoiceField(label=_("Then"), choices=[("prefer", _("Prefer it")), ("forbid", _("Forbid it"))])
    priority = forms.IntegerField(
        label=_("Priority"), min_value=0, max_value=100_000, initial=100, help_text=_("Lower is asked first.")
    )
    is_on = forms.BooleanField(label=_("Switched on"), required=False, initial=True)
    area = forms.CharField(
        label=_("Area"),
        max_length=190,
        required=False,
        help_text=_("浙江省/杭州市, as far as needed. Empty: everywhere."),
    )
    above = forms.DecimalField(
        label=_("Heavier than (kg)"), min_value=0, max_digits=8, decimal_places=3, required=False
    )
    up_to = forms.DecimalField(
        label=_("Up to and with (kg)"), min_value=0, max_digits=8, decimal_places=3, required=False
    )
    shop = forms.ChoiceField(label=_("Shop"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    sku = forms.CharField(label=_("Merchant code"), max_length=64, required=False)
    words = forms.CharField(label=_("Remark contains"), max_length=60, required=False)

    def clean_area(self) -> Any:
        try:
            areas = read_areas(self.cleaned_data["area"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return areas[0] if areas else None

    def clean_sku(self) -> int | None:
        code = self.cleaned_data["sku"]
        found = Sku.objects.filter(code=code).values_list("pk", flat=True).first() if code else None
        if code and found is None:
            raise forms.ValidationError(gettext("There is no SKU {code}.").format(code=code))
        return found

    def grams(self, name: str) -> int | None:
        kilos: Decimal | None = self.cleaned_data[name]
        return None if kilos is None else int(kilos * GRAMS)


class WeightsForm(PlaceForm):
    region = forms.IntegerField(label=_("Each point of a region"), min_value=0, max_value=100_000)
    load = forms.IntegerField(label=_("Each percent of the day's parcels"), min_value=0, max_value=100_000)
    freight = forms.IntegerField(label=_("Each fen of freight"), min_value=0, max_value=100_000)
    day = forms.IntegerField(label=_("Each day on the way"), min_value=0, max_value=100_000)
    late_day = forms.IntegerField(label=_("Each day too late, where nobody is in time"), min_value=0, max_value=100_000)
    days_allowed = forms.IntegerField(
        label=_("Days allowed after the day it must leave"),
        min_value=0,
        max_value=365,
        help_text=_("Who is there in time comes before all who are late, whatever the points."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = STANDARD._asdict() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class TryForm(PlaceForm):
    area = forms.CharField(label=_("Area"), max_length=190, help_text=_("浙江省/杭州市/西湖区"))
    shop = forms.ChoiceField(label=_("Shop"))
    kilos = forms.DecimalField(
        label=_("Weight (kg)"), min_value=0, max_digits=8, decimal_places=3, required=False,
        help_text=_("Empty: what the goods weigh on paper."),
    )  # fmt: skip
    volume = forms.IntegerField(label=_("Volume (cm³)"), min_value=0, max_value=10_000_000, required=False)
    goods = forms.CharField(
        label=_("Goods"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: merchant code and pieces. Empty: stock is not asked."),
    )  # fmt: skip
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def clean_area(self) -> Any:
        try:
            return read_areas(self.cleaned_data["area"])[0]
        except (Refusal, IndexError):
            raise forms.ValidationError(gettext("Write it as 浙江省/杭州市.")) from None

    def clean_goods(self) -> dict[str, int]:
        wanted: dict[str, int] = {}
        for line in self.cleaned_data["goods"].splitlines():
            code, _space, pieces = line.strip().partition(" ")
            if code:
                pieces = pieces.strip(" ×x*") or "1"
                if not pieces.isdecimal() or not 1 <= int(pieces) <= GRAMS:
                    raise forms.ValidationError(gettext("This line is not understood: {line}").format(line=line))
                wanted[code] = wanted.get(code, 0) + int(pieces)
        return wanted
