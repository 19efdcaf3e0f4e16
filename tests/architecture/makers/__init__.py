"""How to call each flow on a set of any size, in a world where every document of the set can be done.

A maker prepares `n` documents through real flows and answers the call to be listened to. Each room of this package has
the makers of one storey or task; a new one is found by being here.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.architecture.calls import Makers

MAKERS: Makers = {
    name: maker
    for module in iter_modules(__path__)
    for name, maker in import_module(f"{__name__}.{module.name}").MAKERS.items()
}
