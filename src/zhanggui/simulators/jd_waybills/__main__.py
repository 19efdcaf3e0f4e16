"""`python -m zhanggui.simulators.jd_waybills`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import JDSimulator

if __name__ == "__main__":
    simulator = JDSimulator()
    keep_in = simulator.numbers.keep_in
    sys.exit(run("zhanggui.simulators.jd_waybills", simulator.server, port=8014, keep_in=keep_in))
