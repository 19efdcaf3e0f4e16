"""`python -m zhanggui.simulators.woocommerce`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import WooSimulator

if __name__ == "__main__":
    simulator = WooSimulator()
    keep_in = simulator.market.keep_in
    sys.exit(run("zhanggui.simulators.woocommerce", simulator.server, port=8026, keep_in=keep_in))
