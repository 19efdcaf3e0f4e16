"""The list of reasons for which a piece is defective."""

from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class ReasonDraft(NamedTuple):
    """`name` is Chinese; without `name_en` it is shown in both languages."""

    code: str
    name: str
    name_en: str = ""
    severity: str = "major"
    is_used: bool = True


class ReasonUnsound(Refusal):
    """A reason has a code of 1 to 16 letters and digits, a name, and is critical, major or minor: {code}."""


def check_reason(draft: ReasonDraft) -> None:
    sound = draft.code.isalnum() and len(draft.code) <= 16 and draft.name.strip()
    if not sound or draft.severity not in {"critical", "major", "minor"}:
        raise ReasonUnsound(code=draft.code)
