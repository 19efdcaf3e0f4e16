"""Jobs of people: only forgetting."""

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.people.flows.forget_answers import forget_answers


@app.periodic(cron="20 3 * * *")
@app.task(name="people.forget_answers", queue="default")
def forget_answers_job(timestamp: int) -> None:
    forget_answers(actor=system_actor("people"), at=now())
