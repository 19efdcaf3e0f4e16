"""`python -m zhanggui.simulators.pinduoduo`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import PinduoduoShop

if __name__ == "__main__":
    simulator = PinduoduoShop()
    sys.exit(run("zhanggui.simulators.pinduoduo", simulator.server, port=8003, keep_in=simulator.market.keep_in))
