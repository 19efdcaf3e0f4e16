"""`python -m zhanggui.simulators.cainiao`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import CainiaoSimulator

if __name__ == "__main__":
    simulator = CainiaoSimulator()
    keep_in = simulator.numbers.keep_in
    sys.exit(run("zhanggui.simulators.cainiao", simulator.server, port=8011, keep_in=keep_in))
