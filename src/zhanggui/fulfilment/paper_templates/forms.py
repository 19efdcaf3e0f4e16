"""What is asked on the page of the templates."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhanggui.fulfilment.flows.pause_notes import PauseDraft
from zhanggui.fulfilment.flows.save_paper_templates import TemplateDraft
from zhanggui.fulfilment.places.forms import carriers_of
from zhanggui.kernel.actor import Actor
from zhanggui.papers.templates import (
    COLUMNS,
    COPIES,
    IN_A_LANGUAGE,
    LABEL,
    LANGUAGES,
    LONGEST_HEADING,
    LONGEST_WORDS,
    MOST_SIGNERS,
    NOTE,
    SIGNED,
    SIZES,
    USUAL,
    WITH_LOGO,
    PaperTemplate,
)
from zhanggui.people.models import Shop, Warehouse
from zhanggui.ui.offering import offer

ANY = ""
_STOCK = "stock_"
_COMMAS = re.compile(r"[,，、;；\n]+")


def _key(text: str) -> int | None:
    return int(text) if text else None


class TemplateForm(forms.Form):
    """Fields of one paper; a column is chosen for each place, an empty place is skipped."""

    def __init__(self, *args: Any, paper: str, known: PaperTemplate, is_for_shop: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        self.fields["logo"] = forms.CharField(required=False, initial=known.logo, widget=forms.HiddenInput)
        self._add_columns(known)
        if paper == NOTE or (paper == LABEL and not is_for_shop):
            self._choice(
                "size", _("Size of the paper") if paper == NOTE else _("Label stock"), SIZES[paper], known.size
            )
        if paper == LABEL and not is_for_shop:
            self._add_stocks(known)
        if paper in COPIES:
            self.fields["copies"] = forms.MultipleChoiceField(
                label=_("Copies"), choices=list(COPIES[paper].items()), initial=known.copies, required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        helps: Mapping[str, str] = {
            NOTE: _("Empty: the name of the shop."),
            LABEL: _("Empty: none. It stands above the lower part of the label, which the packer reads."),
        }
        self.fields["heading"] = forms.CharField(
            label=_("Name at the top"), max_length=LONGEST_HEADING, initial=known.heading, required=False,
            help_text=helps.get(paper, ""),
        )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label=_("Words at the foot"), max_length=LONGEST_WORDS, initial=known.words, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        if paper in SIGNED:
            self.fields["signers"] = forms.CharField(
                label=_("Signature lines"), initial="、".join(known.signers), required=False,
                help_text=_("Up to {count}, with commas between them. Empty: the usual ones.").format(
                    count=MOST_SIGNERS
                ),
            )  # fmt: skip
        if paper in IN_A_LANGUAGE:
            every = {"": _("As whoever prints reads"), **LANGUAGES}
            self._choice("language", _("Language of the paper"), every, known.language)

    def template(self) -> PaperTemplate:
        """As it stands in the form, whether it can be printed or not."""
        given = self.cleaned_data
        columns = tuple(given[name] for name in self.fields if name.startswith("column_") and given.get(name))
        usual = USUAL[self.paper]
        return PaperTemplate(
            self.paper,
            columns,
            given.get("size") or usual.size,
            tuple(given.get("copies") or usual.copies[:1]),
            given.get("heading", ""),
            given.get("words", ""),
            signers=tuple(filter(None, (one.strip() for one in _COMMAS.split(given.get("signers", ""))))),
            stocks=tuple(
                (name.removeprefix(_STOCK), given[name])
                for name in self.fields
                if name.startswith(_STOCK) and given.get(name)
            ),
            logo=given.get("logo", "") if self.has_logo else "",
            language=given.get("language", ""),
        )

    @property
    def has_logo(self) -> bool:
        return self.paper in WITH_LOGO

    def draft(self, *, warehouse_id: int | None, shop_id: int | None) -> TemplateDraft:
        return TemplateDraft(self.template(), warehouse_id, shop_id)

    def _add_columns(self, known: PaperTemplate) -> None:
        columns = {"": "—", **COLUMNS[self.paper]}
        word = _("Field {place}") if self.paper == LABEL else _("Column {place}")
        for place in range(1, len(columns)):
            chosen = known.columns[place - 1] if place <= len(known.columns) else ""
            self._choice(f"column_{place}", word.format(place=place), columns, chosen)

    def _add_stocks(self, known: PaperTemplate) -> None:
        """A stock for each carrier whose labels lie in another printer; one that is gone is still shown."""
        chosen = dict(known.stocks)
        carriers = dict(carriers_of()) | {one: one for one in chosen if one not in dict(carriers_of())}
        for carrier, label in carriers.items():
            self._choice(
                f"{_STOCK}{carrier}", _("Stock for {carrier}").format(carrier=label),
                {"": _("As above"), **SIZES[LABEL]}, chosen.get(carrier, ""),
            )  # fmt: skip

    def _choice(self, name: str, label: str, choices: Mapping[str, Any], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=list(choices.items()), initial=initial, required=False
        )


def _a_day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PauseForm(forms.Form):
    pause_shop = forms.ChoiceField(label=gettext_lazy("Shop"), required=False)
    first_on = forms.DateField(label=gettext_lazy("First day"), widget=_a_day())
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=_a_day())
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=100)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "pause_shop", scopes(actor)[1])

    def draft(self) -> PauseDraft:
        given = self.cleaned_data
        return PauseDraft(given["first_on"], given["last_on"], given["reason"], _key(given["pause_shop"]))


def scopes(actor: Actor) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """The warehouses and shops this actor may decide for; all of them only for who sees all."""
    found = []
    for model, ids in ((Warehouse, actor.warehouse_ids), (Shop, actor.shop_ids)):
        rows = model.objects.all() if ids is None else model.objects.filter(pk__in=ids)
        every: list[tuple[str, Any]] = [(ANY, _("All"))] if ids is None else []
        found.append([*every, *((str(pk), name) for pk, name in rows.order_by("name").values_list("pk", "name"))])
    return found[0], found[1]
