"""Large order files are imported by a worker, on the queue of bulk work."""

from procrastinate.contrib.django import app

from zhanggui.channels.models import FileImport
from zhanggui.connectors.files.importing import run_file
from zhanggui.kernel.actor import system_actor


@app.task(name="connectors.files.import_file", queue="bulk")
def import_file_job(import_id: int, actor_name: str) -> None:
    run_file(FileImport.objects.get(pk=import_id), actor=system_actor(actor_name))
