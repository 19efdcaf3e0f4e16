"""Asking providers to take numbers back, whoever holds them void: parcels without paper, or the list of void labels."""

from collections.abc import Iterable, Sequence

from zhanggui.kernel.doors.waybills import WaybillName, WaybillUnknown
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.accounts import opened, provider_of
from zhanggui.logistics.models import WaybillAccount, WaybillRequest


def ask_back(requests: Iterable[WaybillRequest]) -> dict[int, Refusal]:
    """These numbers are void with their providers, but for those answered, by request. One set of calls per account.

    A number that the provider does not know cannot be used by anybody.
    """
    by_account: dict[WaybillAccount, list[WaybillRequest]] = {}
    for request in requests:
        by_account.setdefault(request.account, []).append(request)
    kept: dict[int, Refusal] = {}
    for account, own in by_account.items():
        kept |= _of_account(account, own)
    return kept


def _of_account(account: WaybillAccount, requests: Sequence[WaybillRequest]) -> dict[int, Refusal]:
    names = [WaybillName(one.key, one.carrier, one.number, one.reference) for one in requests]
    try:
        told = provider_of(account).cancel(opened(account), waybills=names)
    except Refusal as refusal:
        return {one.pk: refusal for one in requests}
    kept = {number: refusal for number, refusal in told.items() if not isinstance(refusal, WaybillUnknown)}
    return {one.pk: kept[one.number] for one in requests if one.number in kept}
