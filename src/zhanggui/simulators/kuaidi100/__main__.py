"""`python -m zhanggui.simulators.kuaidi100`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import Kuaidi100Simulator

if __name__ == "__main__":
    sys.exit(run("zhanggui.simulators.kuaidi100", Kuaidi100Simulator().counter.server, port=8022))
