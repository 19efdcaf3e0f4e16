from collections.abc import Iterator

import httpx
import pytest
from werkzeug.wrappers import Response

from zhanggui.connectors.asking.answers import read_object, rows
from zhanggui.connectors.asking.line import AddressWrong, Line, Unanswered
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.server import Door, Server


@pytest.fixture
def server() -> Server:
    return Server({"/": Door(lambda _: "ask", lambda *_: Response('{"id":9007199254740993}'))}, {}, clock=Clock())


@pytest.fixture
def url(server) -> Iterator[str]:
    with server.serving() as url:
        yield f"{url}/"


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line(timeout=httpx.Timeout(2, read=0.1))
    yield line
    line.close()


@pytest.mark.parametrize(
    ("fault", "said"),
    [("drop", "connection lost"), ("http500", "HTTP 500"), ("slow", "no answer in time")],
)
def test_what_keeps_an_answer_from_us_is_said(server, url, line, fault, said):
    server.faults.add(fault, seconds=0.2)
    with pytest.raises(Unanswered, match=said):
        line.post_form(url, {"a": "b"})
    assert line.post_form(url, {"a": "b"})


def test_nobody_there_is_told_apart_from_no_address(line):
    with pytest.raises(Unanswered, match="no connection"):
        line.post_form("http://127.0.0.1:9/", {})
    with pytest.raises(AddressWrong):
        line.post_form("router/rest", {})


@pytest.mark.parametrize("body", [b"<html>", b'{"a":', b"[]", b"\xff\xfe", b"null"])
def test_what_is_no_object_is_no_answer(body):
    with pytest.raises(Unanswered):
        read_object(body)


def test_no_digit_is_lost_and_lists_are_read_as_they_come(url, line):
    assert read_object(line.post_form(url, {})) == {"id": "9007199254740993"}
    assert rows({"many": {"one": [{"a": 1}, None]}}, "many", "one") == [{"a": 1}]
    assert rows({"many": [{"a": 1}]}, "many", "one") == [{"a": 1}]
    assert rows({"many": None}, "many", "one") == []
