"""`python -m zhanggui.simulators.medusa`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import MedusaSimulator

if __name__ == "__main__":
    simulator = MedusaSimulator()
    keep_in = simulator.market.keep_in
    sys.exit(run("zhanggui.simulators.medusa", simulator.server, port=8028, keep_in=keep_in))
