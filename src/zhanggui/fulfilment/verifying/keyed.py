"""What a hand keys at the verifying table instead of scanning goods: counts, and what its keys say."""

import re
from typing import Any

from zhanggui.fulfilment.rules.verifying import MOST_TIMES, CountNotUnderstood
from zhanggui.kernel.keys import number_of

UNDO, RESTART, HAND, CLOSE, LABEL = "UNDO", "RESTART", "HAND", "CLOSE", "LABEL"
_COMMANDS = {
    **dict.fromkeys((UNDO, "撤销"), UNDO),
    **dict.fromkeys((RESTART, "重来", "重验"), RESTART),
    **dict.fromkeys((HAND, "手工"), HAND),
    **dict.fromkeys((CLOSE, "关闭"), CLOSE),
    **dict.fromkeys((LABEL, "面单"), LABEL),
}
"""These words may hang by the table as barcodes, too."""
_COUNT = re.compile(r"[*×＊](?P<times>\d{1,6})(\s+(?P<code>\S.*))?", re.ASCII)


def command_of(code: str) -> str:
    return _COMMANDS.get(code.upper(), "")


def keyed_count(code: str, context: dict[str, Any]) -> tuple[int, str]:
    """How many pieces the scan stands for, and what was scanned: `*5 CODE`, or `*5` for the piece that comes next."""
    if not code.startswith(("*", "×", "＊")):
        return min(number_of(str(context.get("times", ""))), MOST_TIMES) or 1, code
    found = _COUNT.fullmatch(code)
    if found is None or not 0 < int(found["times"]) <= MOST_TIMES:
        raise CountNotUnderstood(text=code)
    return int(found["times"]), found["code"] or ""
