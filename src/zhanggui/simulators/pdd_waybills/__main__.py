"""`python -m zhanggui.simulators.pdd_waybills`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import PinduoduoSimulator

if __name__ == "__main__":
    simulator = PinduoduoSimulator()
    keep_in = simulator.numbers.keep_in
    sys.exit(run("zhanggui.simulators.pdd_waybills", simulator.server, port=8012, keep_in=keep_in))
