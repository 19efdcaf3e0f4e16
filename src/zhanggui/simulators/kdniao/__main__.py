"""`python -m zhanggui.simulators.kdniao`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import KdniaoSimulator

if __name__ == "__main__":
    sys.exit(run("zhanggui.simulators.kdniao", KdniaoSimulator().counter.server, port=8023))
