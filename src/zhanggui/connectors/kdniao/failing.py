"""What a failure of 快递鸟 means. UNCONFIRMED: only 100 and 105 are sure, and tracking has no codes at all."""

import re
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.failing import DUPLICATE, PERMISSION, SETTING, CallFailed
from zhanggui.connectors.asking.refusing import Action, by_words
from zhanggui.connectors.asking.tables import action_for

_SIGNATURE = "signature"

_WORDS = (
    (_SIGNATURE, re.compile("签名|数据验证|非法参数")),
    (DUPLICATE, re.compile("重复(下单|订阅)|已下单|已订阅")),
    (PERMISSION, re.compile("套餐|权限|未开通|次数")),
    (Action.ASK_AGAIN, re.compile("系统繁忙|系统异常|服务器|超时|稍后")),
)


class Failed(CallFailed):
    """With the answer itself: what was asked before may stand in it."""

    def __init__(self, action: str, reason: str, sentence: str, answer: Mapping[str, Any]) -> None:
        super().__init__(action, reason, sentence)
        self.answer = answer


def failure(code: str, sentence: str, answer: Mapping[str, Any]) -> Failed:
    """By the code where it says enough, otherwise by the words."""
    action = action_for(__package__, code) if code else Action.BY_WORDS
    if action == Action.BY_WORDS:
        action = next((known for known, words in _WORDS if words.search(sentence)), by_words(sentence))
    if action == _SIGNATURE:
        return Failed(SETTING, "app_key", sentence, answer)
    return Failed(action, code or "Success false", sentence, answer)
