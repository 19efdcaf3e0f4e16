"""One client for all threads of a shop: connections are kept, none is shared by two calls, and all are closed."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from werkzeug.wrappers import Request, Response

from zhanggui.connectors.selling.connections import Connections, post_form
from zhanggui.simulators.stage.serving import serving


class Gateway:
    """Answers with the form it was sent, once `together` callers wait for it; `callers` are the ends of their lines."""

    def __init__(self) -> None:
        self.url = ""
        self.callers: set[int] = set()
        self.together = threading.Barrier(1)

    def __call__(self, environ, start_response):
        request = Request(environ)
        self.callers.add(environ["REMOTE_PORT"])
        self.together.wait(5)
        said = dict(request.form.items(multi=True)) | {"type": request.content_type}
        return Response(repr(said))(environ, start_response)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    with serving(gateway, "127.0.0.1", 0) as url:
        gateway.url = url
        yield gateway


@pytest.fixture
def connections() -> Iterator[Connections]:
    connections = Connections(timeout=httpx.Timeout(5))
    yield connections
    connections.close()


def test_calls_one_after_the_other_share_a_connection(gateway, connections):
    for _ in range(3):
        assert connections.of(1).post(gateway.url, data={"a": "茶 & 杯"}).status_code == 200
    assert len(gateway.callers) == 1


def test_calls_at_once_have_a_connection_each_and_those_are_used_again(gateway, connections):
    gateway.together = threading.Barrier(4)
    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            answers = list(threads.map(lambda n: post_form(connections.of(1), gateway.url, {"n": str(n)}), range(4)))
            assert [f"'n': '{n}'" in answer.text for n, answer in enumerate(answers)] == [True] * 4
    assert len(gateway.callers) == 4


def test_a_form_is_what_httpx_would_send(gateway, connections):
    form = {"b": "茶 & 杯=1+1", "a": "~", "c": ""}
    http = connections.of(1)
    ours, theirs = post_form(http, gateway.url, form), http.post(gateway.url, data=form)
    assert "application/x-www-form-urlencoded;charset=utf-8" in ours.text
    assert ours.text.replace(";charset=utf-8", "") == theirs.text
    assert dict(ours.request.headers) | {"content-type": "", "content-length": ""} == dict(theirs.request.headers) | {
        "content-type": "",
        "content-length": "",
    }
    assert ours.request.extensions["timeout"] == theirs.request.extensions["timeout"]


def test_after_closing_the_next_call_opens_new_ones(gateway, connections):
    http = connections.of(1)
    http.get(gateway.url)
    connections.close()
    connections.of(1).get(gateway.url)
    assert len(gateway.callers) == 2


def test_a_call_under_way_is_answered_though_all_is_closed(gateway, connections):
    gateway.together = threading.Barrier(2)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(connections.of(1).get, gateway.url)
        while not gateway.callers:
            threading.Event().wait(0.01)
        connections.close()
        gateway.together.wait(5)
        assert answer.result(5).status_code == 200


def test_shops_share_nothing(gateway, connections):
    for shop_id in (1, 2):
        connections.of(shop_id).get(gateway.url)
    assert len(gateway.callers) == 2
