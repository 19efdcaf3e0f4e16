"""京东's protocol: an order type with a key, and one answer that carries a code."""

from collections.abc import Iterator, Mapping
from typing import Any

from .paper import Paper

Message = dict[str, Any]


class JdConversation:
    """One page that talks to 京东's component."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    def answers(self, asked: Mapping[str, Any]) -> Iterator[Message]:
        key, parameters = asked.get("key"), asked.get("parameters") or {}
        match asked.get("orderType"):
            case "GET_Printers":
                rows = [
                    {"name": one.name, "status": "enable" if one.is_ready else "disable"} for one in self.paper.printers
                ]
                yield {"code": "6", "success": "true", "key": key, "message": "", "detailinfo": {"printers": rows}}
            case "PRINT":
                yield from self._print(str(key), parameters)
            case "PRE_View" | "PRE_View:multi":
                yield {"code": "8", "success": "true", "key": key, "message": "", "status": ""}
            case other:
                yield {"code": "2", "success": "false", "key": key, "message": f"unknown order {other}", "status": ""}

    def _print(self, key: str, parameters: Mapping[str, Any]) -> Iterator[Message]:
        contents = parameters.get("contents") or []
        if not contents or not all(one.get("tempUrl") and one.get("printData") for one in contents):
            yield {
                "code": "2",
                "success": "false",
                "key": key,
                "message": "printData or tempUrl missing",
                "status": "1",
            }
            return
        task, is_new = self.paper.order(key, (key,), contents, str(parameters.get("printName", "")))
        if is_new:
            self.paper.print(task)
        is_out = task.state == "printed"
        yield {
            "code": "2",
            "success": str(is_out).lower(),
            "key": key,
            "message": task.words,
            "status": "0" if is_out else "1",
        }
