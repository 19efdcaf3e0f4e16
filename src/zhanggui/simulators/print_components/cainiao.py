"""菜鸟's protocol, which most relatives share: one request, its reply, and what is pushed afterwards.

The orders of messages are those of real captures: initial, print success, rendered, printed, printed result, complete.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import sleep
from typing import Any, Final

from .paper import Paper, Task
from .passes import is_good

Message = dict[str, Any]
VERSION = "1.5.3.0"
DOCUMENT_NOT_FOUND, WRONG_CIPHER = 11, 40
AT_PRINTER: Final = None
"""Stands among the messages where a task is accepted and waits for the printer."""


@dataclass(frozen=True)
class Relative:
    """What one platform's component does differently."""

    template_key: str = "templateURL"
    result_cmd: str = "notifyPrintResult"
    result_has_request: bool = False
    most_documents: int | None = None
    seals: str = "cainiao"
    wants_pass: bool = False


CAINIAO = Relative()
PINDUODUO = Relative(template_key="templateUrl", result_cmd="PrintResultNotify", seals="pinduoduo")
DOUYIN = Relative(seals="douyin", wants_pass=True)
KUAISHOU = Relative(most_documents=10)


class Conversation:
    """One page that talks to a component."""

    def __init__(self, paper: Paper, relative: Relative = CAINIAO) -> None:
        self.paper, self.relative = paper, relative
        self._heard = 0

    def answers(self, asked: Mapping[str, Any]) -> Iterator[Message | None]:
        """Everything that is said after a request, in order, in its own time."""
        cmd = asked.get("cmd")
        match cmd:
            case "getPrinters":
                yield self._reply(asked, **self._printers())
            case "getPrinterConfig" | "setPrinterConfig":
                yield self._reply(asked, **self._config(asked))
            case "getAgentInfo":
                yield self._reply(asked, version=VERSION)
            case "getGlobalConfig" | "setGlobalConfig":
                yield self._reply(asked, status="success", notifyOnTaskFailure=True)
            case "getTaskStatus":
                yield self._reply(asked, printStatus=[self._status(one) for one in asked.get("taskID") or []])
            case "print":
                yield from self._print(asked, asked.get("task") or {})
            case _:
                yield self._reply(asked, status="failed", msg=f"unknown command {cmd}", errorCode=-1)

    def _reply(self, asked: Mapping[str, Any], **more: Any) -> Message:
        return {"cmd": asked.get("cmd"), "requestID": asked.get("requestID"), **more}

    def _printers(self) -> Message:
        rows = [
            {"name": one.name, "status": "enable" if one.is_ready else "disable", "type": "local"}
            for one in self.paper.printers
        ]
        return {"defaultPrinter": rows[0]["name"], "printers": rows, "status": "success", "msg": "", "errorCode": 0}

    def _config(self, asked: Mapping[str, Any]) -> Message:
        given = asked.get("printer")
        name = given.get("name", "") if isinstance(given, dict) else str(given or "")
        printer = self.paper.printer(name)
        if printer is None or not name:
            return {"status": "failed", "msg": "printer not found", "errorCode": -1}
        if isinstance(given, dict):
            printer.config = dict(given)
            return {"status": "success", "msg": ""}
        return {"status": "success", "msg": "", "printer": {"name": name} | printer.config}

    def _status(self, task_id: str) -> Message:
        task = self.paper.tasks.get(task_id)
        if task is None:
            return {"taskID": task_id, "detailStatus": []}
        words = {"printed": "success", "failed": "failed"}.get(task.state, "pending")
        rows = [
            {"documentID": one, "status": words, "msg": task.words, "printer": task.printer}
            for one in task.document_ids
        ]
        return {"taskID": task_id, "detailStatus": rows}

    def _print(self, asked: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[Message | None]:
        documents: Sequence[Mapping[str, Any]] = given.get("documents") or []
        task_id = str(given.get("taskID", ""))
        refusal = self._refused(task_id, documents)
        if refusal:
            yield self._reply(asked, taskID=task_id, status="failed", msg=refusal, errorCode=DOCUMENT_NOT_FOUND)
            return
        names = [str(one["documentID"]) for one in documents]
        contents = [one.get("contents") or [] for one in documents]
        task, is_new = self.paper.order(task_id, names, contents, str(given.get("printer", "")))
        if self.paper.untidy.newer:
            yield {"cmd": "notifyTaskResult", "taskId": task_id, "status": "initial", "code": 0}
        yield self._reply(asked, taskID=task_id, status="success", msg="", errorCode=0)
        if not is_new:
            return
        if given.get("preview"):
            task.state = "previewed"
            yield self._reply(
                asked, taskID=task_id, status="success", previewURL="http://127.0.0.1/preview.pdf", errorCode=0
            )
            yield {"cmd": "notifyTaskResult", "taskId": task_id, "status": "completeSuccess", "code": 0}
            return
        if not all(self._can_read(content) for content in contents):
            task.state, task.words = "failed", "decryption failed"
            yield self._document(task, "rendered", code=WRONG_CIPHER, detail=task.words)
            return
        if self.relative.wants_pass and not all(self._has_pass(content) for content in contents):
            task.state, task.words = "failed", "params invalid or expired"
            yield self._document(task, "rendered", code=WRONG_CIPHER, detail=task.words)
            return
        yield AT_PRINTER
        yield from self._come_out(task)

    def _refused(self, task_id: str, documents: Sequence[Mapping[str, Any]]) -> str:
        most = self.relative.most_documents
        if not task_id or not documents:
            return "document not found"
        return f"more than {most} documents" if most and len(documents) > most else ""

    def _can_read(self, contents: Sequence[Mapping[str, Any]]) -> bool:
        """A platform's program reads only its own platform's seal, and needs the template by its own name for it."""
        first = contents[0] if contents else {}
        if "data" in first:
            return self.relative.template_key in first or "templateURL" in first
        sealed = str(first.get("encryptedData", ""))
        if not sealed or not first.get(self.relative.template_key):
            return False
        if self.relative.seals == "cainiao" and sealed.startswith("AES:"):
            whole = sealed.removeprefix("AES:").encode()
            digest = hashlib.md5(whole, usedforsecurity=False).digest()
            return first.get("signature") == "MD:" + base64.b64encode(digest).decode()
        return True

    def _has_pass(self, contents: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the platform gives the key to print the first of these."""
        return is_good(contents[0].get("params"), now=datetime.now(UTC), good_for=self.paper.pass_good_s)

    def _come_out(self, task: Task) -> Iterator[Message]:
        untidy = self.paper.untidy
        if untidy.silent > 0:
            untidy.silent -= 1
            self.paper.print(task)
            return
        self.paper.print(task)
        if untidy.late_s:
            sleep(untidy.late_s)
        told = list(self._told(task))
        for message in told:
            yield message
            if untidy.twice:
                yield message

    def _told(self, task: Task) -> Iterator[Message]:
        untidy = self.paper.untidy
        if task.state == "failed":
            yield self._result(task, "failed", status="failed", msg=task.words)
            if untidy.newer:
                yield {"cmd": "notifyTaskResult", "taskId": task.task_id, "status": "completeFailed", "code": 0}
            return
        if untidy.newer:
            yield self._document(task, "rendered")
        else:
            yield self._result(task, "rendered")
        if untidy.rendered_only > 0:
            untidy.rendered_only -= 1
            return
        if untidy.newer:
            yield self._document(task, "printed")
        yield self._result(task, "printed")
        if untidy.newer:
            yield {"cmd": "notifyTaskResult", "taskId": task.task_id, "status": "completeSuccess", "code": 0}

    def _document(self, task: Task, status: str, *, code: int = 0, detail: str = "") -> Message:
        return {
            "cmd": "notifyDocResult", "taskId": task.task_id, "documentId": task.document_ids[0], "status": status,
            "code": code, "detail": detail, "spendTime": 12, "printer": task.printer,
        }  # fmt: skip

    def _result(self, task: Task, task_status: str, *, status: str = "success", msg: str = "") -> Message:
        rows = [
            {"documentID": one, "status": status, "msg": msg, "detail": "", "printer": task.printer}
            for one in task.document_ids
        ]
        return {
            "cmd": self.relative.result_cmd, "taskID": task.task_id, "taskStatus": task_status,
            "printer": task.printer, "printStatus": rows,
        }  # fmt: skip
