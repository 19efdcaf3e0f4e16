from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TrackingDraft:
    """An account at a source of tracking, as people write it down. Secrets that are not named stay as they are."""

    code: str
    name: str
    source: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    priority: int = 100
    is_pushed: bool = True
