"""Rows of the chart of accounts, written in bulk."""

from collections.abc import Sequence

from zhanggui.books.models import Account
from zhanggui.books.rules.accounts import AccountDraft
from zhanggui.kernel.bulk import fetch_rows, insert_rows

_ROW = ("code", "name", "name_en", "kind", "side", "is_active")
_PARENTS = """
UPDATE books_account AS account SET parent_id = parent.id
FROM unnest(%s::text[], %s::text[]) AS given(code, parent) JOIN books_account AS parent ON parent.code = given.parent
WHERE account.code = given.code RETURNING account.id
"""


def insert_accounts(drafts: Sequence[AccountDraft]) -> dict[str, int]:
    """Those that were not there, now there and below their parents: code → id."""
    rows = [(one.code, one.name, one.name_en, one.kind, one.side, True) for one in sorted(drafts, key=lambda d: d.code)]
    fresh: dict[str, int] = dict(
        insert_rows(Account, _ROW, rows, returning=("code", "id"), on_conflict="(code) DO NOTHING")
    )
    below = [(one.code, one.parent) for one in drafts if one.parent and one.code in fresh]
    fetch_rows(_PARENTS, [[code for code, _ in below], [parent for _, parent in below]])
    return fresh
