"""What may be set aside as defective."""

from typing import NamedTuple
from uuid import UUID

from zhanggui.kernel.refusal import Refusal


class AsideDraft(NamedTuple):
    """So many pieces in a place are defective for this reason, by its code. The same `client_id` counts once."""

    location_id: int
    sku_id: int
    quantity: int
    reason: str
    client_id: UUID
    lot: str = ""
    words: str = ""
    supplier_id: int | None = None


class WaitsForInspector(Refusal):
    """What lies at {place} waits for the inspector: record what is found in its inspection."""


class AllDocumented(Refusal):
    """Of {sku} only {free} pieces lie at {place} without a document, not {quantity}."""
