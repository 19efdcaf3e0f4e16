"""快递100, played from its documented protocol: `Kuaidi100Simulator`."""

from .simulator import Kuaidi100Simulator

__all__ = ["Kuaidi100Simulator"]
