"""Which accounts may be opened and edited."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from zhanggui.kernel.refusal import Refusal

CODE = re.compile(r"[0-9][0-9A-Za-z.-]{0,19}", re.ASCII)


class AccountCodeOdd(Refusal):
    """{code} is no account code: a figure first, then figures, letters, dots or dashes, at most twenty."""


class AccountExists(Refusal):
    """Account {code} exists already."""


class ParentUnknown(Refusal):
    """Account {code} names {parent} as the one above it, which does not exist."""


class AccountHasRole(Refusal):
    """Account {code} is in use as “{role}”: choose another account for that first."""


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account to be opened. `kind` and `side` are values of AccountKind and Side."""

    code: str
    name: str
    kind: str
    side: str
    name_en: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class AccountEdit:
    """What an account is called, and whether it is used; None leaves it as it is."""

    code: str
    name: str | None = None
    name_en: str | None = None
    is_active: bool | None = None


def check_draft(draft: AccountDraft, *, there: Collection[str], known: Collection[str]) -> None:
    """`there` are the codes on record, `known` these and the other ones of the set."""
    if not CODE.fullmatch(draft.code):
        raise AccountCodeOdd(code=draft.code)
    if draft.code in there:
        raise AccountExists(code=draft.code)
    if draft.parent and (draft.parent not in known or draft.parent == draft.code):
        raise ParentUnknown(code=draft.code, parent=draft.parent)
