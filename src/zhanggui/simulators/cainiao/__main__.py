"""`python -m zhanggui.simulators.cainiao`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import CainiaoSimulator

if __name__ == "__main__":
    sys.exit(run("zhanggui.simulators.cainiao", CainiaoSimulator().server, port=8011))
