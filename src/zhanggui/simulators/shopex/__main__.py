"""`python -m zhanggui.simulators.shopex`: the simulator on a port, until it is interrupted."""

import sys

from zhanggui.simulators.stage.running import run

from .simulator import ShopexHub

if __name__ == "__main__":
    hub = ShopexHub()
    sys.exit(run("zhanggui.simulators.shopex", hub.server, port=8032, keep_in=hub.market.keep_in))
