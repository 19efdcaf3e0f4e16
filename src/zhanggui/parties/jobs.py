"""What is looked at by night: documents that end, and suppliers that may not be ordered from any more."""

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.parties.flows.pause_lapsed_suppliers import pause_lapsed_suppliers
from zhanggui.parties.flows.warn_of_documents import warn_of_documents


@app.periodic(cron="10 16 * * *")  # shortly after midnight in China
@app.task(name="parties.look_at_documents", queue="default", queueing_lock="parties.look_at_documents")
def look_at_documents(timestamp: int) -> None:
    """The pause first: what is over already needs no warning, and is warned of all the same."""
    pause_lapsed_suppliers(actor=system_actor("parties"), at=now())
    warn_of_documents(actor=system_actor("parties"), at=now())
