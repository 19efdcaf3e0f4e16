"""快递鸟, played from its documented protocol: `KdniaoSimulator`."""

from .simulator import KdniaoSimulator

__all__ = ["KdniaoSimulator"]
