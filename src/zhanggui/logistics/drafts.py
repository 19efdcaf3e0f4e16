"""How an account is written down: what people and programs give, and the row it becomes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from psycopg.types.json import Jsonb

from zhanggui.kernel.doors.waybills import Branch, Contact
from zhanggui.logistics.models import FEW

COLUMNS = ("name", "provider", "settings", "branch", "sender", "product", "template", "services", "few", "is_active")


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account at a provider. Secrets that are not named stay as they are."""

    code: str
    name: str
    provider: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    branch: Branch = field(default_factory=Branch)
    sender: Contact = field(default_factory=Contact)
    product: str = ""
    template: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    few: int = FEW


def account_row(draft: AccountDraft) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    return (
        draft.name, draft.provider, Jsonb(dict(draft.settings)), Jsonb(_said(draft.branch)), Jsonb(_said(draft.sender)),
        draft.product, draft.template, Jsonb(dict(draft.services)), draft.few, True,
    )  # fmt: skip


def _said(words: Branch | Contact) -> dict[str, str]:
    return {name: value for name, value in asdict(words).items() if value}
