"""What is asked on the page of the templates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.pause_notes import PauseDraft
from zhanggui.fulfilment.flows.save_paper_templates import TemplateDraft
from zhanggui.kernel.actor import Actor
from zhanggui.papers.templates import (
    COLUMNS,
    COPIES,
    LONGEST_HEADING,
    LONGEST_WORDS,
    NOTE,
    SIZES,
    PaperTemplate,
)
from zhanggui.people.models import Shop, Warehouse
from zhanggui.ui.offering import offer

ANY = ""


def _key(text: str) -> int | None:
    return int(text) if text else None


class TemplateForm(forms.Form):
    """Fields of one paper; a column is chosen for each place, an empty place is skipped."""

    def __init__(self, *args: Any, paper: str, actor: Actor, known: PaperTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        columns = [("", "—"), *COLUMNS[paper].items()]
        for place in range(1, len(COLUMNS[paper]) + 1):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("Column {place}").format(place=place), choices=columns, required=False,
                initial=known.columns[place - 1] if place <= len(known.columns) else "",
            )  # fmt: skip
        if paper == NOTE:
            self.fields["size"] = forms.ChoiceField(
                label=_("Size of the paper"), choices=list(SIZES[paper].items()), initial=known.size, required=False
            )
            self.fields["copies"] = forms.MultipleChoiceField(
                label=_("Copies"), choices=list(COPIES.items()), initial=known.copies, required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields["heading"] = forms.CharField(
                label=_("Name at the top"), max_length=LONGEST_HEADING, initial=known.heading, required=False,
                help_text=_("Empty: the name of the shop."),
            )  # fmt: skip
            self.fields["words"] = forms.CharField(
                label=_("Words at the foot"), max_length=LONGEST_WORDS, initial=known.words, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def template(self) -> PaperTemplate:
        """As it stands in the form, whether it can be printed or not."""
        given = self.cleaned_data
        columns = tuple(given[name] for name in self.fields if name.startswith("column_") and given.get(name))
        size = given.get("size") or next(iter(SIZES[self.paper]))
        copies = tuple(given.get("copies") or ("white",))
        return PaperTemplate(self.paper, columns, size, copies, given.get("heading", ""), given.get("words", ""))

    def draft(self, *, warehouse_id: int | None, shop_id: int | None) -> TemplateDraft:
        return TemplateDraft(self.template(), warehouse_id, shop_id)


def _a_day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PauseForm(forms.Form):
    pause_shop = forms.ChoiceField(label=_("Shop"), required=False)
    first_on = forms.DateField(label=_("First day"), widget=_a_day())
    last_on = forms.DateField(label=_("Last day"), widget=_a_day())
    reason = forms.CharField(label=_("Reason"), max_length=100)

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
