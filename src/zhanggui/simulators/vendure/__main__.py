"""`python -m zhanggui.simulators.vendure`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import VendureSimulator

if __name__ == "__main__":
    simulator = VendureSimulator()
    keep_in = simulator.market.keep_in
    sys.exit(run("zhanggui.simulators.vendure", simulator.server, port=8029, keep_in=keep_in))
