from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class NoticeAccountDraft:
    """An account at a notifier, as people write it down. Keys that are not named stay as they are."""

    code: str
    name: str
    notifier: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    most_a_day: int = 3


class NoticeRuleDraft(NamedTuple):
    """What a shop tells its buyers of an event, and through which account."""

    shop_id: int
    event: str
    account_id: int
    subject: str
    text: str
    is_on: bool = False
    is_dry: bool = True
    language: str = "zh-hans"
