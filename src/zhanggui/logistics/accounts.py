"""Accounts as the providers' connectors want them."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from zhanggui.kernel.doors import waybills
from zhanggui.kernel.doors.finding import door, installed
from zhanggui.kernel.seal import seal, unseal
from zhanggui.logistics.models import AccountUse, WaybillAccount
from zhanggui.logistics.rules import Use


def provider_of(account: WaybillAccount) -> waybills.WaybillProvider:
    """The connector of the account's provider. Raises NotInstalled."""
    provider: waybills.WaybillProvider = door(waybills.GROUP, account.provider)
    return provider


def opened(account: WaybillAccount) -> waybills.WaybillAccount:
    """The account with its secrets, for one call. Raises SealBroken."""
    return waybills.WaybillAccount(
        account_id=account.pk,
        code=account.code,
        settings=account.settings,
        secrets=orjson.loads(unseal(account.secrets)),
        branch=waybills.Branch(**account.branch),
        sender=waybills.Contact(**account.sender),
    )


def seal_secrets(secrets: Mapping[str, str]) -> bytes:
    return seal(orjson.dumps(dict(secrets)))


def open_uses() -> list[Use]:
    """Every use of an account that is open, in one statement."""
    rows = AccountUse.objects.filter(account__is_active=True).order_by("pk")
    known = installed(waybills.GROUP)
    return [
        Use(pk, warehouse_id, carrier, platform, priority, _reads(known.get(provider)))
        for pk, warehouse_id, carrier, platform, priority, provider in rows.values_list(
            "account_id", "warehouse_id", "carrier", "platform", "priority", "account__provider"
        )
    ]


def served_pairs() -> set[tuple[int, str]]:
    """Every (warehouse, carrier) that an open account serves."""
    return set(AccountUse.objects.filter(account__is_active=True).values_list("warehouse_id", "carrier"))


def accounts_by_id(account_ids: Iterable[int]) -> dict[int, WaybillAccount]:
    return WaybillAccount.objects.in_bulk(set(account_ids))


def _reads(provider: Any) -> frozenset[str]:
    return provider.reads_ciphers_of if provider else frozenset()
