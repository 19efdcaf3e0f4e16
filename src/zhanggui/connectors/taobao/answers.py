"""What is peculiar to the answers of TOP."""

import re

_CALL_MARK = re.compile(rb',\s*"request_id"\s*:\s*"[^"]*"|"request_id"\s*:\s*"[^"]*"\s*,\s*')


def without_call_mark(body: bytes) -> bytes:
    """The answer as it came, but for the id of the call, so that the same content is the same bytes."""
    return _CALL_MARK.sub(b"", body)


def root_name(method: str) -> str:
    """The key under which the answer of `method` stands: taobao.trade.get → trade_get_response."""
    return method.removeprefix("taobao.").replace(".", "_") + "_response"
