from collections.abc import Iterator

import pytest

from zhanggui.simulators.taobao.testing import Served, Watch, taobao


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def served(watch: Watch) -> Iterator[Served]:
    with taobao(clock=watch, seed=7) as served:
        yield served
