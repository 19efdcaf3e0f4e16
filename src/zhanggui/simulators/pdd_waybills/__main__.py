"""`python -m zhanggui.simulators.pdd_waybills`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import PinduoduoSimulator

if __name__ == "__main__":
    sys.exit(run("zhanggui.simulators.pdd_waybills", PinduoduoSimulator().server, port=8012))
