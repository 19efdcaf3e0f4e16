"""Waybill accounts and what is asked of them in the public API. Numbers are taken by a job: the network may be slow."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_operation, run
from zhanggui.kernel.doors.waybills import Branch, Contact
from zhanggui.logistics.drafts import AccountDraft
from zhanggui.logistics.flows.cancel_numbers import cancel_numbers
from zhanggui.logistics.flows.change_waybill_accounts import change_waybill_accounts
from zhanggui.logistics.flows.check_balances import check_balances
from zhanggui.logistics.flows.close_waybill_accounts import close_waybill_accounts
from zhanggui.logistics.flows.drop_account_uses import drop_account_uses
from zhanggui.logistics.flows.open_waybill_accounts import open_waybill_accounts
from zhanggui.logistics.flows.reassign_requests import reassign_requests
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.retry_requests import retry_requests
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.flows.settle_requests import SettledAs, settle_requests
from zhanggui.logistics.models import FEW
from zhanggui.logistics.notices.api import router as notice_router
from zhanggui.logistics.tracking.api import router as tracking_router

router = Router(tags=["logistics"])
router.add_router("", tracking_router)
router.add_router("", notice_router)

MOST = 200
Word = Annotated[str, Field(max_length=64)]
Text = Annotated[str, Field(max_length=300)]
Named = Annotated[dict[Word, Annotated[str, Field(max_length=4000)]], Field(max_length=40)]


class BranchIn(Asked):
    code: Word = ""
    name: Annotated[str, Field(max_length=80)] = ""
    segment: Word = ""
    monthly_account: Word = ""


class SenderIn(Asked):
    name: Word = ""
    mobile: Word = ""
    phone: Word = ""
    company: Word = ""
    state: Word = ""
    city: Word = ""
    district: Word = ""
    town: Word = ""
    address: Text = ""
    postcode: Word = ""


class AccountIn(Asked):
    code: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9_-]+$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    provider: Annotated[str, Field(min_length=1, max_length=32)]
    settings: Named = {}
    secrets: Annotated[Named, Field(description="Sealed, and never shown again.")] = {}
    branch: BranchIn = BranchIn()
    sender: SenderIn = SenderIn()
    product: Word = ""
    template: Text = ""
    services: Named = {}
    few: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] = FEW

    def draft(self) -> AccountDraft:
        given = self.model_dump()
        return AccountDraft(**(given | {"branch": Branch(**given["branch"]), "sender": Contact(**given["sender"])}))


class Accounts(Asked):
    accounts: Annotated[list[AccountIn], Field(min_length=1, max_length=MOST)]


class AccountSet(Asked):
    account_ids: Ids


class UseIn(Asked):
    account_id: Id
    warehouse_id: Id
    carrier: Annotated[str, Field(min_length=1, max_length=32)]
    platform: Annotated[str, Field(max_length=32, description="Empty: orders of every platform.")] = ""
    priority: Annotated[int, Field(ge=0, le=9999, strict=True)] = 100


class SetAccountUses(Asked):
    uses: Annotated[list[UseIn], Field(min_length=1, max_length=1000)]


class DropAccountUses(Asked):
    use_ids: Ids


class RequestWaybills(Asked):
    parcel_ids: Ids


class RequestSet(Asked):
    request_ids: Ids


class ReassignRequests(RequestSet):
    account_id: Id


class SettleRequests(RequestSet):
    ending: Annotated[str, Field(pattern=f"^({'|'.join(SettledAs.values)})$")]
    note: Annotated[str, Field(min_length=1, max_length=300)]


@flow_operation(router, open_waybill_accounts)
def open_waybill_accounts_endpoint(request: HttpRequest, asked: Accounts) -> Answered:
    return run(open_waybill_accounts, request, accounts=[one.draft() for one in asked.accounts])


@flow_operation(router, change_waybill_accounts)
def change_waybill_accounts_endpoint(request: HttpRequest, asked: Accounts) -> Answered:
    return run(change_waybill_accounts, request, accounts=[one.draft() for one in asked.accounts])


@flow_operation(router, close_waybill_accounts)
def close_waybill_accounts_endpoint(request: HttpRequest, asked: AccountSet) -> Answered:
    return run(close_waybill_accounts, request, account_ids=asked.account_ids)


@flow_operation(router, set_account_uses)
def set_account_uses_endpoint(request: HttpRequest, asked: SetAccountUses) -> Answered:
    return run(set_account_uses, request, uses=[UseDraft(**one.model_dump()) for one in asked.uses])


@flow_operation(router, drop_account_uses)
def drop_account_uses_endpoint(request: HttpRequest, asked: DropAccountUses) -> Answered:
    return run(drop_account_uses, request, use_ids=asked.use_ids)


@flow_operation(router, check_balances)
def check_balances_endpoint(request: HttpRequest, asked: AccountSet) -> Answered:
    return run(check_balances, request, account_ids=asked.account_ids)


@flow_operation(router, request_waybills)
def request_waybills_endpoint(request: HttpRequest, asked: RequestWaybills) -> Answered:
    return run(request_waybills, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, retry_requests)
def retry_requests_endpoint(request: HttpRequest, asked: RequestSet) -> Answered:
    return run(retry_requests, request, request_ids=asked.request_ids)


@flow_operation(router, cancel_numbers)
def cancel_numbers_endpoint(request: HttpRequest, asked: RequestSet) -> Answered:
    return run(cancel_numbers, request, request_ids=asked.request_ids)


@flow_operation(router, reassign_requests)
def reassign_requests_endpoint(request: HttpRequest, asked: ReassignRequests) -> Answered:
    return run(reassign_requests, request, **asked.model_dump())


@flow_operation(router, settle_requests)
def settle_requests_endpoint(request: HttpRequest, asked: SettleRequests) -> Answered:
    return run(settle_requests, request, **asked.model_dump())
