"""Put jobs back into their queues."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.kernel.bulk import fetch_rows

# Among waiting jobs a queueing lock may be held once, and often the next round of the same work holds it already.
# A job that comes back goes without: to run a round twice is harmless, never to come back is not.
_LET_GO = "UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = ANY(%s::bigint[]) RETURNING id"
_WAKE = "SELECT procrastinate_retry_job_v2(given.id, %s, NULL, NULL, NULL) FROM unnest(%s::bigint[]) AS given(id)"


def wake_jobs(job_ids: Sequence[int], *, at: datetime) -> None:
    """These jobs, failed or left by their worker, wait to run from `at` on."""
    if job_ids:
        fetch_rows(_LET_GO, [list(job_ids)])
        fetch_rows(_WAKE, [at, list(job_ids)])
