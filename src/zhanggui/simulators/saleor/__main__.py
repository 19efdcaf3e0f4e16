"""`python -m zhanggui.simulators.saleor`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import SaleorSimulator

if __name__ == "__main__":
    simulator = SaleorSimulator()
    keep_in = simulator.market.keep_in
    sys.exit(run("zhanggui.simulators.saleor", simulator.server, port=8033, keep_in=keep_in))
