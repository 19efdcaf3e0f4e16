"""What a writer of memos saw, as the public API asks for it."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from zhanggui.kernel.api import Asked, Id
from zhanggui.orders.rules.memos import MemoSeen


class SeenMemo(Asked):
    order_id: Id
    version: Annotated[int, Field(ge=1, strict=True, description="The version of the order that you saw.")]
    memo: Annotated[str, Field(max_length=500, description="The memo as it was shown to you.")] = ""
    flag: Annotated[int, Field(ge=0, le=5, strict=True)] = 0


SeenMemos = Annotated[
    list[SeenMemo],
    Field(max_length=2000, description="What you saw before you wrote; what others wrote since is not overwritten."),
]


def seen_memos(seen: Sequence[SeenMemo]) -> dict[int, MemoSeen]:
    return {one.order_id: MemoSeen(one.version, one.memo, one.flag) for one in seen}
