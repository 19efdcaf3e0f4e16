"""`python -m zhanggui.simulators.douyin_waybills`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import DouyinSimulator

if __name__ == "__main__":
    simulator = DouyinSimulator()
    keep_in = simulator.numbers.keep_in
    sys.exit(run("zhanggui.simulators.douyin_waybills", simulator.server, port=8013, keep_in=keep_in))
