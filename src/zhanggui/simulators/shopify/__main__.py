"""`python -m zhanggui.simulators.shopify`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import ShopifySimulator

if __name__ == "__main__":
    simulator = ShopifySimulator()
    keep_in = simulator.market.keep_in
    sys.exit(run("zhanggui.simulators.shopify", simulator.server, port=8031, keep_in=keep_in))
