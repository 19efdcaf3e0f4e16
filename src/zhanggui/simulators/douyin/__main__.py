"""`python -m zhanggui.simulators.douyin`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import DouyinSimulator

if __name__ == "__main__":
    simulator = DouyinSimulator()
    sys.exit(run("zhanggui.simulators.douyin", simulator.server, port=8004, keep_in=simulator.market.keep_in))
