"""The unique codes in parcels go where the parcels go."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhanggui.catalog.states import Tracking
from zhanggui.inventory.flows.step_codes import step_codes
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor


def codes_go(picks: Iterable[Any], state: CodeState, *, actor: Actor, at: datetime) -> None:
    """No statement where no goods have codes. A pick names `parcel_line_id` and `sku__tracking`."""
    lines = {pick.parcel_line_id for pick in picks if pick.sku__tracking == Tracking.CODE}
    if lines:
        step_codes(cause_ids=lines, state=state, actor=actor, at=at)
