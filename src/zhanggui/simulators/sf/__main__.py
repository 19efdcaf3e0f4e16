"""`python -m zhanggui.simulators.sf`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import SfSimulator

if __name__ == "__main__":
    sys.exit(run("zhanggui.simulators.sf", SfSimulator().server, port=8021))
