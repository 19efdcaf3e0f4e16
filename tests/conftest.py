"""Shared by tests whose transactions are real."""

from collections.abc import Iterator

import pytest

from tests.world import empty_tables


@pytest.fixture
def real_rows(transactional_db: None) -> Iterator[None]:
    """Rows are committed and seen by every connection; the partitioned tables are emptied afterwards."""
    yield
    empty_tables()
