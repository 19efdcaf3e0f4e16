"""The print data that accounts gave, and the passes their components want, for whoever prints the labels."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson

from zhanggui.fulfilment.print_jobs.given import (
    GivenPage,
    GivenPrint,
    gives_pages,
    gives_print_data,
    gives_print_passes,
)
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.waybills import GROUP, Contact, GivesPrintPass, PrintData, PrintPass
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import unseal
from zhanggui.logistics.accounts import opened, provider_of
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.states import RequestState

LABEL, OWN = "label", "own"
"""The setting by which an account has its labels drawn by ourselves, whatever its provider has drawn."""


@gives_print_data
def print_data_given(waybills: Sequence[str]) -> Mapping[str, GivenPrint | Refusal]:
    """Of these numbers those that accounts gave to be printed by a component. One statement."""
    rows = WaybillRequest.objects.filter(number__among=set(waybills), state=RequestState.GIVEN).exclude(sealed=b"")
    given: dict[str, GivenPrint | Refusal] = {}
    for number, sealed, sender, account_id in rows.values_list("number", "sealed", "account__sender", "account_id"):
        whole: dict[str, Any] = orjson.loads(unseal(sealed))
        if data := whole.get("print_data"):
            given[number] = GivenPrint(PrintData(**data), Contact(**sender), account_id)
    return given


@gives_print_passes
def print_passes_given(account_ids: Collection[int]) -> Mapping[int, PrintPass | Refusal]:
    """A fresh pass of each of these accounts whose provider's component wants one. At most one statement."""
    wanting = [key for key, one in installed(GROUP).items() if isinstance(one, GivesPrintPass)]
    accounts = WaybillAccount.objects.filter(pk__among=set(account_ids), provider__in=wanting)
    return {account.pk: _pass_of(account) for account in accounts}


def _pass_of(account: WaybillAccount) -> PrintPass | Refusal:
    provider = provider_of(account)
    assert isinstance(provider, GivesPrintPass)
    try:
        return provider.print_pass(opened(account))
    except Refusal as refusal:
        return refusal


@gives_pages
def pages_given(waybills: Sequence[str]) -> Mapping[str, GivenPage]:
    """Of these numbers those whose label the provider has drawn, where the account does not want our own. One
    statement. A provider draws only by a template."""
    rows = WaybillRequest.objects.filter(number__among=set(waybills), state=RequestState.GIVEN).exclude(sealed=b"")
    rows = rows.exclude(account__template="")
    found: dict[str, GivenPage] = {}
    for number, sealed, settings in rows.values_list("number", "sealed", "account__settings"):
        if settings.get(LABEL) == OWN:
            continue
        label = orjson.loads(unseal(sealed)).get("label") or {}
        if page := label.get("page"):
            found[number] = GivenPage(address=page) if is_address(page) else GivenPage(html=page)
    return found


def is_address(page: str) -> bool:
    return page.startswith(("https://", "http://"))
