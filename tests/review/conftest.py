"""The small warehouse of fulfilment's own tests, and the pages of the interface's."""

from zhanggui.fulfilment.tests.conftest import in_english, world
from zhanggui.ui.tests.test_in_browser import page, served

__all__ = ["in_english", "page", "served", "world"]
