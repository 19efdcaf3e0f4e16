"""Take the waybills that were requested from the providers.

Afterwards each parcel that still wants its number has it; or it says what the provider refused; or the request waits
to be asked again with the same key, because the provider does not answer now. A number for a parcel that was stopped
meanwhile goes back. Calls are made outside any transaction, in one set per account. Killed between the provider's
answer and our mark, the request is asked again when its lease has run out, and the same key is given the same number.
"""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors import waybills
from zhanggui.kernel.doors.waybills import Lost, OnlyOnAsking, ProviderDown, RequestUnfit, Waybill
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.accounts import opened, provider_of
from zhanggui.logistics.asking import asked_for
from zhanggui.logistics.claiming import Claimed, claim_requests
from zhanggui.logistics.models import WaybillAccount
from zhanggui.logistics.rules import NotToAsk
from zhanggui.logistics.storing import store_answers


def take_waybills(*, request_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    claimed = claim_requests(request_ids, actor=actor, at=at)
    both = [*claimed.wanted, *claimed.lost]

    found = {request.pk for request in both}
    outcome = Outcome[int](refused={pk: NotToAsk() for pk in request_ids if pk not in found})
    for account in {request.account_id: request.account for request in both}.values():
        own = Claimed(*([one for one in part if one.account_id == account.pk] for part in claimed))
        requests = [*own.wanted, *own.lost]
        answers = _ask(account, own)
        outcome += store_answers(account, requests, answers, asked_at=at, actor=actor, at=at)
    return outcome


def _ask(account: WaybillAccount, claimed: Claimed) -> dict[int, Waybill | Refusal]:
    """What the provider says of each, by request."""
    requests = [*claimed.wanted, *claimed.lost]
    try:
        words = asked_for(requests)
    except Refusal as refusal:
        return dict.fromkeys((one.pk for one in requests), refusal)
    missing: dict[int, Waybill | Refusal] = {
        one.pk: RequestUnfit(provider=account.provider, field="goods") for one in requests if one.pk not in words
    }
    ids = {asked.key: pk for pk, asked in words.items()}
    try:
        provider, door_account = provider_of(account), opened(account)
    except Refusal as refusal:
        return dict.fromkeys((one.pk for one in requests), refusal)
    told = _recovered(provider, door_account, [words[one.pk] for one in claimed.lost if one.pk in words])
    unclear = {key for key, answer in told.items() if isinstance(answer, OnlyOnAsking)}
    taking = [words[one.pk] for one in requests if one.pk in words and (one in claimed.wanted or one.key in unclear)]
    told |= provider.take(door_account, requests=taking) if taking else {}
    silent = ProviderDown(provider=provider.label, reason="no answer for this parcel")
    return missing | {pk: told.get(key, silent) for key, pk in ids.items()}


def _recovered(
    provider: waybills.WaybillProvider,
    account: waybills.WaybillAccount,
    requests: Sequence[waybills.WaybillRequest],
) -> dict[str, Waybill | Refusal]:
    """What was given for parcels that want nothing any more, without giving anything."""
    if not requests:
        return {}
    return dict(provider.recover(account, lost=[Lost(request) for request in requests]))
