"""Taobao's open platform, played from its documented protocol: `TaobaoSimulator`."""

from .simulator import TaobaoSimulator

__all__ = ["TaobaoSimulator"]
