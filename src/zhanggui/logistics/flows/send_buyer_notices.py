"""Send notices to buyers: not in quiet hours, not more on a day than the account allows, each cause once.

Afterwards each is sent, and the message it carries ticked as sent; or was a dry run, or is left out because the buyer
wants none or has heard enough that day, its parcel does not go to the buyer any more, its message waits no more, or it
tells nothing new; or says why it was not sent. A message that was written anew while its former words went out still
waits. Calls are made outside any transaction. What a killed worker was sending
may have gone out: it is not sent again by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.kernel.doors.notifier import Notice, NotifierDown
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.logistics.models import BuyerNotice, NoticeAccount
from zhanggui.logistics.notices.reaching import addresses_of, masked_address, notifier_of, opened
from zhanggui.logistics.notices.rules import (
    LEASE,
    STALE,
    BuyerWantsNone,
    HeardEnough,
    MessageWaitsNoMore,
    NothingNewInIt,
    ParcelGoesNoMore,
    cause_of,
    speaks_from,
)
from zhanggui.logistics.notices.silence import going_to_buyers, silenced
from zhanggui.logistics.notices.states import NoticeStep
from zhanggui.logistics.rules import pause_after
from zhanggui.orders.flows.mark_messages_sent import mark_messages_sent
from zhanggui.orders.models import BuyerMessage
from zhanggui.orders.receivers.free_text import whole_text
from zhanggui.orders.shortages.states import MessageState
from zhanggui.orders.states import OrderState

_COLUMNS = ("due_at", "day", "slot", "trouble")
_ENDED = ("due_at", "sent_at", "tries", "to", "trouble")
_LONGEST = 300


def send_buyer_notices(*, notice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    claimed = _claim(notice_ids, at=at)
    outcome: Outcome[int] = Outcome()
    for account in {one.account_id: one.account for one in claimed}.values():
        own = [one for one in claimed if one.account_id == account.pk]
        addresses = addresses_of(own)
        notices = [Notice(f"N-{one.pk}", addresses[one.order_id], one.subject, _whole(one)) for one in own]
        shown: dict[int, str] = {}
        try:
            notifier, door_account = notifier_of(account), opened(account)
            shown = {one.pk: masked_address(addresses[one.order_id].by(notifier.reaches)) for one in own}
            told = notifier.send(door_account, notices=notices)
        except Refusal as refusal:
            told = {notice.key: refusal for notice in notices}
        outcome += _store(account, own, {one.pk: told.get(f"N-{one.pk}") for one in own}, shown, actor=actor, at=at)
    return outcome


@transaction.atomic
def _claim(notice_ids: Sequence[int], *, at: datetime) -> list[Any]:
    """Ours to send, each with its place among the day's notices to its buyer: one claimer at a time decides that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('logistics.buyer_notices'))")
    rows = BuyerNotice.objects.filter(pk__among=set(notice_ids), due_at__lte=at)
    rows = rows.filter(state__in=[NoticeStep.WAITING, NoticeStep.SENDING]).order_by("pk")
    _locked_messages(rows.only("pk", "message_id"))
    rows = rows.select_related("account", "order", "message")
    notices = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True))
    today, zone = company_day(at), company_zone()
    keys = {bytes(one.buyer_key) for one in notices}
    said = BuyerNotice.objects.filter(day=today, slot__isnull=False, buyer_key__in=keys)
    used = {bytes(key): slot for key, slot in said.values_list("buyer_key").annotate(last=Max("slot"))}
    silent, going = silenced(keys), going_to_buyers({one.parcel_id for one in notices if one.parcel_id})
    moved, sending = [], []
    for one in notices:
        account = one.account
        until = speaks_from(at, quiet_from=account.quiet_from, quiet_until=account.quiet_until, zone=zone)
        key = bytes(one.buyer_key)
        slot = used.get(key, 0) + 1
        if one.state == NoticeStep.SENDING:
            moved.append((one.pk, NoticeStep.FAILED.value, at, one.day, one.slot, "-"))
        elif why := _why_not(one, silent=key in silent, going=going, slot=slot, at=at):
            moved.append((one.pk, NoticeStep.SKIPPED.value, at, None, None, why.sentence[:_LONGEST]))
        elif until > at:
            moved.append((one.pk, NoticeStep.WAITING.value, until, None, None, ""))
        elif one.is_dry:
            moved.append((one.pk, NoticeStep.DRY.value, at, None, None, ""))
        else:
            used[key] = slot
            moved.append((one.pk, NoticeStep.SENDING.value, at + LEASE, today, slot, ""))
            sending.append(one)
    move_each(BuyerNotice, _COLUMNS, moved)
    return sending


def _why_not(one: Any, *, silent: bool, going: set[int], slot: int, at: datetime) -> Refusal | None:
    """Why this buyer is not told, if so."""
    if silent:
        return BuyerWantsNone()
    if one.message is not None:
        waits = one.message.state == MessageState.QUEUED
        if not waits or not _is_in_its_words(one, one.message.queued_at):
            return MessageWaitsNoMore()
    elif one.parcel_id not in going or one.order.stop_reason or one.order.state == OrderState.CANCELLED:
        return ParcelGoesNoMore()
    if one.made_at + STALE < at:
        return NothingNewInIt()
    return HeardEnough(most=one.account.most_a_day) if slot > one.account.most_a_day else None


def _is_in_its_words(one: Any, written_at: datetime | None) -> bool:
    """Whether it says what its message, written last at this moment, says; not what was there before."""
    return written_at is not None and one.cause == cause_of(one.message_id, written_at)


def _whole(one: Any) -> str:
    """What the buyer reads: a message in its whole words, of which lists show what anybody may."""
    if one.message is None or not one.message.text_sealed:
        return str(one.text)
    return str(one.text).replace(one.message.text, whole_text(one.message.text, one.message.text_sealed))


def _locked_messages(notices: Iterable[Any]) -> dict[int, datetime]:
    """When the messages these carry were written last. Nobody writes them anew until the transaction ends."""
    ids = {one.message_id for one in notices if one.message_id}
    return dict(locked(BuyerMessage.objects.all(), ids).values_list("pk", "queued_at")) if ids else {}


@transaction.atomic
def _store(
    account: NoticeAccount, notices: Sequence[Any], told: Mapping[int, Refusal | None], shown: Mapping[int, str], *,
    actor: Actor, at: datetime,
) -> Outcome[int]:  # fmt: skip
    written = _locked_messages(notices)
    ours = locked(BuyerNotice.objects.filter(state=NoticeStep.SENDING), [one.pk for one in notices])
    tries = dict(ours.values_list("pk", "tries"))
    rows, free = [], []
    for pk, earlier in tries.items():
        refusal = told[pk]
        words = refusal.sentence[:_LONGEST] if refusal else ""
        state = NoticeStep.SENT
        if refusal:
            state = NoticeStep.WAITING if isinstance(refusal, NotifierDown) else NoticeStep.FAILED
            free.append((pk, None, None))
        sent_at = at if refusal is None else None
        rows.append((pk, state.value, at + pause_after(earlier + 1), sent_at, earlier + 1, shown.get(pk, ""), words))
    move_each(BuyerNotice, _ENDED, rows)
    update_rows(BuyerNotice, ("id",), ("day", "slot"), free)
    went_out = [one for one in notices if one.pk in tries and told[one.pk] is None]
    told_of = [one.message_id for one in went_out if _is_in_its_words(one, written.get(one.message_id))]
    if told_of:
        mark_messages_sent(message_ids=told_of, actor=actor, at=at)
    down = next((refusal for refusal in told.values() if isinstance(refusal, NotifierDown)), None)
    NoticeAccount.objects.filter(pk=account.pk).update(trouble=down.sentence[:_LONGEST] if down else "")
    return Outcome(
        done=[pk for pk in tries if told[pk] is None],
        refused={pk: refusal for pk, refusal in told.items() if refusal is not None},
    )
