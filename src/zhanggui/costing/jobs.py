"""What costing does by the clock: value what moved, post what could not be posted."""

from procrastinate.contrib.django import app

from zhanggui.costing.flows.post_costs import post_costs
from zhanggui.costing.flows.value_moves import AT_ONCE, value_moves
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now

MOST_TURNS = 40


@app.periodic(cron="*/5 * * * *")
@app.task(name="costing.value_moves", queue="bulk", queueing_lock="costing.value_moves")
def value_moves_job(timestamp: int) -> None:
    """Turn after turn, each in its own transaction, until less than a full turn is left."""
    actor = system_actor("costing")
    for _ in range(MOST_TURNS):
        if len(value_moves(actor=actor, at=now()).done) < AT_ONCE:
            break
    post_costs(actor=actor, at=now())
