"""`python -m zhanggui.simulators.oscar`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import OscarSimulator

if __name__ == "__main__":
    simulator = OscarSimulator()
    keep_in = simulator.market.keep_in
    sys.exit(run("zhanggui.simulators.oscar", simulator.server, port=8027, keep_in=keep_in))
