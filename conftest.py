"""For every test: a database of its run, no outside sockets, one Chromium for all that need one."""

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from zhanggui.config.pytest_template import migrated_template

# What a test finds wrong must not depend on how busy the machine is.
settings.register_profile("zhanggui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", settings.get_profile("zhanggui"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "zhanggui"))

_connect = socket.socket.connect
_LOCAL = ("127.", "::1", "localhost", "/")


WITH_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out tests that no database server can fail")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The slow ones come first, so that no worker begins with one when the others have nothing left to do."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    if config.option.markexpr != "live":  # real servers are installed and run only when they are asked for
        live = [item for item in items if item.get_closest_marker("live")]
        config.hook.pytest_deselected(items=live)
        items[:] = [item for item in items if not item.get_closest_marker("live")]
    if config.getoption("--database-only"):
        left_out = [item for item in items if not _needs_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _needs_database(item)]


def _needs_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or WITH_DATABASE.intersection(getattr(item, "fixturenames", ())))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Of a run of the browser's tests alone, files that do not speak of one are not even imported."""
    if config.option.markexpr != "browser" or collection_path.suffix != ".py":
        return None
    return "browser" not in collection_path.read_text(encoding="utf-8") or None


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not go through it again while a test runs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def no_outside_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if not str(host).startswith(_LOCAL):
            raise AssertionError(f"a test reached out to {host}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def language_of_the_company() -> None:
    """A page opened by the test before leaves its language behind in this thread."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The database of this run is a copy of one that is migrated already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()


CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SWITCHES = (
    "no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update",
    "disable-sync", "no-first-run",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium of the distribution. Playwright can be started only once at a time, so everybody shares it."""
    if not os.path.exists(CHROMIUM):
        raise AssertionError(f"{CHROMIUM} is not there: install chromium and fonts-noto-cjk, or set CHROMIUM")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread, beside plain tests
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{switch}" for switch in SWITCHES])
        yield browser
        browser.close()
