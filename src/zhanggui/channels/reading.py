"""How the pages of a platform come to be stored: several together, and the next read while the last are written."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor

from zhanggui.kernel.doors.channel import Page

TOGETHER = 100
"""So many orders are stored at once, if the platform has them: each transaction costs as much as a dozen of them."""


def read_ahead(pages: Iterator[Page]) -> Generator[Page, None, None]:
    """The pages, joined to such of `TOGETHER` orders. While one is stored the next is read, and no further.

    Only the one that is read ahead is lost when the process is killed, and no cursor has moved over it. Once this is
    closed nobody reads any more.
    """
    joined = join_pages(pages)
    with ThreadPoolExecutor(1, "read-ahead") as reader:
        following = reader.submit(next, joined, None)
        while (page := following.result()) is not None:
            following = reader.submit(next, joined, None)
            yield page


def join_pages(pages: Iterator[Page], *, together: int = TOGETHER) -> Iterator[Page]:
    """The same orders in the same order, so many at least to a page but for the last. Once a page is stored, the cursor
    may move to where the last of those it was made of let it move.

    What was read before the platform refused comes out before the refusal does.
    """
    waiting: list[Page] = []
    trouble: Exception | None = None
    try:
        for page in pages:
            waiting.append(page)
            if sum(len(each.orders) for each in waiting) >= together:
                yield _joined(waiting)
                waiting = []
    except Exception as raised:
        trouble = raised
    if waiting:
        yield _joined(waiting)
    if trouble is not None:
        raise trouble


def _joined(pages: list[Page]) -> Page:
    covered = [page.covered_to for page in pages if page.covered_to is not None]
    return Page(
        orders=[order for page in pages for order in page.orders],
        set_aside=[one for page in pages for one in page.set_aside],
        covered_to=covered[-1] if covered else None,
    )
