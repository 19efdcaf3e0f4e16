"""The jobs of the line: pulled by the clock, told when parcels leave."""

import pytest
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.channels.jobs import pull_all_shops, pull_shop, tell_due_notices, tell_shipped_parcels
from zhanggui.channels.models import Notice, ShopLink
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def waiting(task: str) -> list[dict]:
    return list(ProcrastinateJob.objects.filter(task_name=task, status="todo").values_list("args", flat=True))


def test_each_round_asks_for_one_pull_per_shop(link, place):
    place(2)
    for _ in range(3):
        pull_all_shops(timestamp=0)
    assert waiting("channels.pull_shop") == [{"shop_id": link.shop_id}]
    pull_shop(shop_id=link.shop_id)
    assert Order.objects.count() == 2


def test_a_paused_shop_is_left_out(link):
    ShopLink.objects.update(state="paused")
    pull_all_shops(timestamp=0)
    assert waiting("channels.pull_shop") == []


def test_pulling_telling_and_stopping_have_queues_of_their_own():
    app.perform_import_paths()
    queues = {name: task.queue for name, task in app.tasks.items()}
    assert queues["channels.pull_shop"] == queues["channels.pull_all_shops"] == "pull"
    assert queues["channels.tell_shipped_parcels"] == queues["channels.tell_due_notices"] == "push"
    assert queues["fulfilment.stop_parcels_of_orders"] == "stop"


def test_telling_nothing_is_fine(link):
    tell_shipped_parcels(ids=[])
    tell_due_notices(timestamp=0)
    assert not Notice.objects.exists()


@pytest.mark.slow
def test_a_real_worker_pulls(link, place):
    placed = place(3)
    pull_all_shops(timestamp=0)
    worker_app = app.with_connector(DjangoConnector().get_worker_connector())
    with worker_app.open():
        worker_app.run_worker(queues=["pull"], wait=False, install_signal_handlers=False, listen_notify=False)
    # The worker's thread leaves its session open, and the test database could not be dropped under it.
    fetch_rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert set(Order.objects.values_list("number", flat=True)) == set(placed)
    assert waiting("channels.pull_shop") == []
