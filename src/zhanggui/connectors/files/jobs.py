"""Large order files are imported by a worker, on the queue of bulk work, as the person who started them."""

from procrastinate.contrib.django import app

from zhanggui.channels.models import FileImport
from zhanggui.connectors.files.importing import run_file
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import User


@app.task(name="connectors.files.import_file", queue="bulk")
def import_file_job(import_id: int, user_id: int | None) -> None:
    """Rights and shops are those the person holds when the file runs, not when it was handed in."""
    person = User.objects.at_work().with_rights().filter(pk=user_id).first()
    actor = person.as_actor(source="job") if person else Actor(name="", source="job")
    run_file(FileImport.objects.get(pk=import_id), actor=actor)
