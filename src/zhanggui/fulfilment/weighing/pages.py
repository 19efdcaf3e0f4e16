"""Pages on which boxes and the numbers of the scale are written down."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.set_packagings import PackagingDraft, set_packagings
from zhanggui.fulfilment.flows.set_weigh_numbers import set_weigh_numbers
from zhanggui.fulfilment.models import Packaging
from zhanggui.fulfilment.places.pages import PlacePage, place_view
from zhanggui.fulfilment.weighing.forms import NumbersForm, PackagingForm
from zhanggui.fulfilment.weighing.reading import weigh_numbers
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.outcome import Outcome


def _known_packaging(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The packaging named in the address."""
    key = key_of(request.GET.get("id", "")) if request.GET.get("id") else 0
    row: Mapping[str, Any] = (
        Packaging.objects.filter(pk=key).values("sku__code", "most_g", "low_stock", "is_active").first() or {}
    )
    return {name.replace("sku__", ""): value for name, value in row.items()}


def _known_numbers(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    return weigh_numbers()._asdict()


def _send_packaging(form: PackagingForm, actor: Actor) -> Outcome[str]:
    return set_packagings(packagings=[PackagingDraft(**form.cleaned_data)], actor=actor, at=now())


def _send_numbers(form: NumbersForm, actor: Actor) -> Outcome[str]:
    outcome = set_weigh_numbers(**form.cleaned_data, actor=actor, at=now())
    return Outcome(done=[str(pk) for pk in outcome.done])


set_packagings_view = place_view(
    PlacePage(
        _("Write down packaging"), "set_packagings", "packagings", PackagingForm, _send_packaging, _known_packaging
    )
)
set_weigh_numbers_view = place_view(
    PlacePage(
        _("Numbers of the scale"), "set_weigh_numbers", "learned-weights", NumbersForm, _send_numbers, _known_numbers
    )
)
