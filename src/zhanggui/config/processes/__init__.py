"""Several processes run as one: started in order, kept alive, and all gone when the first one is."""

from zhanggui.config.processes.child import Child, listens_on
from zhanggui.config.processes.crew import run_children

__all__ = ["Child", "listens_on", "run_children"]
