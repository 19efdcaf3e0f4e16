"""C-Lodop: the script it serves, and the printing behind it."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import orjson

from .paper import Paper


def script(paper: Paper) -> bytes:
    """`CLodopfuncs.js` as the local program writes it for this computer: the printers stand inside."""
    source = files("zhanggui.simulators.print_components").joinpath("clodop.js").read_text(encoding="utf-8")
    printers = orjson.dumps([one.name for one in paper.printers]).decode()
    return source.replace("__PRINTERS__", printers).encode()


def printed(paper: Paper, given: Mapping[str, Any]) -> dict[str, Any]:
    """One page is printed; the answer is the job, or nothing when the printer does not take it."""
    title = str(given.get("title", ""))
    task, is_new = paper.order(
        f"{title}#{len(paper.tasks)}", (title,), given.get("commands") or [], str(given.get("printer", ""))
    )
    if is_new:
        paper.print(task)
    return {"job": task.task_id, "state": task.state, "words": task.words}


def state_of(paper: Paper, job: str) -> dict[str, Any]:
    task = paper.tasks.get(job)
    return {"ok": int(task is not None and task.state == "printed")}
