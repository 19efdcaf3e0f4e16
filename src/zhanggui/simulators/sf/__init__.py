"""顺丰's open platform, played from its documented protocol: `SfSimulator`."""

from .simulator import SfSimulator

__all__ = ["SfSimulator"]
