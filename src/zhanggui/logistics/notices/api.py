"""Notices to buyers in the public API."""

from datetime import time
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Flag, Id, Ids, flow_operation, run
from zhanggui.logistics.flows.resend_buyer_notices import resend_buyer_notices
from zhanggui.logistics.flows.set_notice_accounts import set_notice_accounts
from zhanggui.logistics.flows.set_notice_rules import set_notice_rules
from zhanggui.logistics.flows.silence_notices import silence_notices
from zhanggui.logistics.flows.tell_buyers_again import tell_buyers_again
from zhanggui.logistics.flows.try_notice_rules import try_notice_rules
from zhanggui.logistics.notices.drafts import NoticeAccountDraft, NoticeRuleDraft
from zhanggui.logistics.tracking.api import Named

router = Router(tags=["notices"])
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class NoticeAccountIn(Asked):
    code: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    notifier: Annotated[str, Field(min_length=1, max_length=32)]
    settings: Named = {}
    secrets: Annotated[Named, Field(description="Sealed, and never shown again.")] = {}
    quiet_from: Clock = "21:00"
    quiet_until: Clock = "08:00"
    most_a_day: Annotated[int, Field(ge=1, le=50, strict=True)] = 3

    def draft(self) -> NoticeAccountDraft:
        given = self.model_dump()
        hours = {name: time.fromisoformat(given[name]) for name in ("quiet_from", "quiet_until")}
        return NoticeAccountDraft(**(given | hours))


class SetNoticeAccounts(Asked):
    accounts: Annotated[list[NoticeAccountIn], Field(min_length=1, max_length=200)]


class NoticeRuleIn(Asked):
    shop_id: Id
    event: Annotated[str, Field(min_length=1, max_length=20)]
    account_id: Id
    subject: Annotated[str, Field(min_length=1, max_length=100)]
    text: Annotated[str, Field(min_length=1, max_length=500)]
    is_on: Flag = False
    is_dry: Flag = True
    language: Annotated[str, Field(min_length=1, max_length=8)] = "zh-hans"


class SetNoticeRules(Asked):
    rules: Annotated[list[NoticeRuleIn], Field(min_length=1, max_length=500)]


class NoticeSet(Asked):
    notice_ids: Ids


class SilentSet(Asked):
    silent_ids: Ids


class TryRules(Asked):
    rule_ids: Ids
    to: Annotated[str, Field(min_length=3, max_length=120)]


@flow_operation(router, set_notice_accounts)
def set_notice_accounts_endpoint(request: HttpRequest, asked: SetNoticeAccounts) -> Answered:
    return run(set_notice_accounts, request, accounts=[one.draft() for one in asked.accounts])


@flow_operation(router, set_notice_rules)
def set_notice_rules_endpoint(request: HttpRequest, asked: SetNoticeRules) -> Answered:
    return run(set_notice_rules, request, rules=[NoticeRuleDraft(**one.model_dump()) for one in asked.rules])


@flow_operation(router, silence_notices)
def silence_notices_endpoint(request: HttpRequest, asked: NoticeSet) -> Answered:
    return run(silence_notices, request, notice_ids=asked.notice_ids)


@flow_operation(router, tell_buyers_again)
def tell_buyers_again_endpoint(request: HttpRequest, asked: SilentSet) -> Answered:
    return run(tell_buyers_again, request, silent_ids=asked.silent_ids)


@flow_operation(router, try_notice_rules)
def try_notice_rules_endpoint(request: HttpRequest, asked: TryRules) -> Answered:
    return run(try_notice_rules, request, rule_ids=asked.rule_ids, to=asked.to)


@flow_operation(router, resend_buyer_notices)
def resend_buyer_notices_endpoint(request: HttpRequest, asked: NoticeSet) -> Answered:
    return run(resend_buyer_notices, request, notice_ids=asked.notice_ids)
