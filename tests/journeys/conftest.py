"""A private demo company for all journeys: simulator, pages, workers and database of its own, and no staff but us."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import DESK_SCREEN, Browsing
from tests.processes.program import Demo, demo_in

PageAs = Callable[..., Page]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """At its end nothing of it runs any more."""
    with demo_in(tmp_path_factory.mktemp("company") / "home") as demo:
        yield demo


@pytest.fixture(scope="session")
def sim(company: Demo) -> Iterator[httpx.Client]:
    """The platform's script: `sim.post("orders", json={"n": 3})`."""
    with httpx.Client(base_url=f"{company.simulator}/sim/", timeout=20) as client:
        yield client


@pytest.fixture(scope="session")
def all_browsing(chromium: Browser, company: Demo) -> Browsing:
    return Browsing(chromium, company.address)


@pytest.fixture
def browsing(all_browsing: Browsing, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Browsing]:
    """Complaints of any page fail the journey; a failed journey leaves pictures and texts of its pages."""
    all_browsing.complaints.clear()
    failed_before = request.session.testsfailed
    yield all_browsing
    failed = request.session.testsfailed > failed_before or bool(all_browsing.complaints)
    kept = all_browsing.close(shots=tmp_path / "pages" if failed else None)
    if kept:
        print("what the pages looked like:", *kept, sep="\n  ")  # noqa: T201 (this is what a failure is read by)
    assert all_browsing.complaints == []


@pytest.fixture
def page_as(browsing: Browsing, tmp_path_factory: pytest.TempPathFactory) -> PageAs:
    """`page_as("shendan")`: a page of this person, in a browser of their own."""

    def open_page(username: str, *, screen: tuple[int, int] = DESK_SCREEN) -> Page:
        return browsing.page_as(username, screen=screen, folder=tmp_path_factory.mktemp("signed-in"))

    return open_page
