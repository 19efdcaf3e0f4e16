"""Accounts of waybills are opened, changed and put to use. Keys go in and never come out."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.places.pages import PlacePage, place_view
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.flows.change_waybill_accounts import change_waybill_accounts
from zhanggui.logistics.flows.open_waybill_accounts import open_waybill_accounts
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.forms import AccountForm, ChangeForm, UseForm, known_account
from zhanggui.logistics.models import WaybillAccount


def _send_new(form: AccountForm, actor: Actor) -> Outcome[str]:
    return open_waybill_accounts(accounts=[form.draft()], actor=actor, at=now())


def _send_changed(form: ChangeForm, actor: Actor) -> Outcome[str]:
    return change_waybill_accounts(accounts=[form.draft()], actor=actor, at=now())


def _send_use(form: UseForm, actor: Actor) -> Outcome[str]:
    given = form.cleaned_data
    draft = UseDraft(
        int(given["account"]), int(given["warehouse"]), given["carrier"], given["platform"], given["priority"]
    )
    return set_account_uses(uses=[draft], actor=actor, at=now())


def _known(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    account = WaybillAccount.objects.defer("secrets").filter(pk=key_of(request.GET.get("id", ""))).first()
    return known_account(account) if account else {}


def _known_use(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Where the parcel goes from, and with whom, that nobody gives a number."""
    parcels = Parcel.objects.visible_to(actor).filter(pk=key_of(request.GET.get("parcel", "")))
    return dict(parcels.values("warehouse", "carrier").first() or {})


_DESK = "waybill-accounts"

open_waybill_accounts_view = sensitive_post_parameters("secrets")(
    place_view(PlacePage(_("Open an account"), "open_waybill_accounts", _DESK, AccountForm, _send_new))
)
change_waybill_accounts_view = sensitive_post_parameters("secrets")(
    place_view(PlacePage(_("Change the account"), "change_waybill_accounts", _DESK, ChangeForm, _send_changed, _known))
)
set_account_uses_view = place_view(
    PlacePage(_("Use an account"), "set_account_uses", "account-uses", UseForm, _send_use, _known_use)
)
