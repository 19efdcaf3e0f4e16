"""The page that puts buyers on the black list."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.flows.block_buyers import BuyerBlock, block_buyers
from zhanggui.ui.views.asking import actor_of

MOST_ROWS = 500


class _Rows(forms.CharField):
    """Lines of text, each of at most `parts` words."""

    def __init__(self, *, parts: int, longest: int, **options: Any) -> None:
        self.parts, self.longest = parts, longest
        super().__init__(widget=forms.Textarea(attrs={"rows": 8}), **options)

    def clean(self, value: Any) -> Any:
        rows = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(_t("At most {most} lines at once.").format(most=MOST_ROWS))
        for row in rows:
            if len(row) > self.parts or any(len(word) > self.longest for word in row):
                raise forms.ValidationError(_t("This line is not understood: {line}").format(line=" ".join(row)))
        return rows


class BuyersForm(forms.Form):
    buyers = _Rows(parts=1, longest=120, label=_("Buyers"), help_text=_("One a line, as the platform names them."))
    note = forms.CharField(label=_("Why"), max_length=300, required=False)


@require_http_methods(["GET", "POST"])
def block_buyers_view(request: HttpRequest) -> HttpResponse:
    def send(given: dict[str, Any], actor: Actor) -> Outcome[str]:
        blocks = [BuyerBlock(buyer, given["note"]) for (buyer,) in given["buyers"]]
        return block_buyers(buyers=blocks, actor=actor, at=now())

    return _list_page(request, BuyersForm, send, right="block_buyers", desk="blocked-buyers", title=_t("Block buyers"))


def _list_page(
    request: HttpRequest,
    form_of: type[forms.Form],
    send: Callable[[dict[str, Any], Actor], Outcome[str]],
    *,
    right: str,
    desk: str,
    title: str,
) -> HttpResponse:
    actor = actor_of(request)
    actor.check(right)
    form = form_of(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = send(form.cleaned_data, actor)
        if outcome.done:
            messages.success(request, _t("{count} are on the list.").format(count=len(outcome.done)))
        if not outcome.refused:
            return redirect("ui:desk", desk)
        for refusal in outcome.refused.values():
            form.add_error(None, refusal.sentence)
    context = {"title": title, "form": form, "desk": desk}
    return render(request, "orders/listing.html", context, status=422 if form.errors else 200)
