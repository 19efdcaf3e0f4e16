"""Who wants to know is known in every process: a page or a command announces, a worker only runs."""

import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
SUBSCRIBES = re.compile(r"\bsubscriber\(")
ASKING = """
from zhanggui.config.starting import set_up_django
set_up_django()
from zhanggui.kernel.facts import _subscribers
print("\\n".join({task.func.__module__ for tasks in _subscribers.values() for task in tasks}))
"""


def test_a_program_that_is_no_worker_knows_every_subscriber():
    files = [path for path in SOURCE.rglob("jobs.py") if SUBSCRIBES.search(path.read_text())]
    written = {".".join(path.relative_to(SOURCE).with_suffix("").parts) for path in files}
    told = subprocess.run([sys.executable, "-c", ASKING], capture_output=True, text=True, check=True)
    assert written
    assert written == set(told.stdout.split())
