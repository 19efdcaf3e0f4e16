"""`python -m zhanggui.simulators.jd`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import JDShop

if __name__ == "__main__":
    simulator = JDShop()
    sys.exit(run("zhanggui.simulators.jd", simulator.server, port=8002, keep_in=simulator.market.keep_in))
