"""Connections that stay open: one call after the other, none read into the next, and all closed at the end."""

import http.client
import logging
import socket
from urllib.parse import urlsplit

import pytest
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.stage.serving import SOCKET, serving


def echo(environ, start_response):
    """Says what was asked for."""
    request = Request(environ)
    if request.path == "/bug":
        raise RuntimeError("a bug of the simulator")
    if request.path == "/cut":
        environ[SOCKET].shutdown(socket.SHUT_RDWR)
    said = f"{request.method} {request.path} {request.args.to_dict()} {request.get_data(as_text=True)}"
    return Response(said, headers={"X-Query": environ["QUERY_STRING"]})(environ, start_response)


@pytest.fixture
def address():
    with serving(echo, "127.0.0.1", 0) as url:
        yield urlsplit(url)


@pytest.fixture
def caller(address):
    caller = http.client.HTTPConnection(address.hostname, address.port, timeout=5)
    yield caller
    caller.close()


def ask(caller, method, path, body=None, **headers):
    caller.request(method, path, body=body, headers=headers, encode_chunked="Transfer-Encoding" in headers)
    answer = caller.getresponse()
    return answer.status, answer.read().decode()


def say(address, sent: bytes) -> bytes:
    """What a caller hears until the other side closes the connection."""
    with socket.create_connection((address.hostname, address.port), timeout=5) as line:
        line.sendall(sent)
        heard = b""
        while more := line.recv(65_536):
            heard += more
    return heard


def test_many_calls_share_a_connection(caller):
    assert ask(caller, "POST", "/a?x=1", "老王".encode()) == (200, "POST /a {'x': '1'} 老王")
    line = caller.sock
    assert ask(caller, "GET", "/%E8%8C%B6") == (200, "GET /茶 {} ")
    assert ask(caller, "HEAD", "/a") == (200, "")
    assert ask(caller, "POST", "/b", b"2") == (200, "POST /b {} 2")
    assert caller.sock is line


def test_a_body_in_chunks_is_read_to_its_end(caller):
    chunks = iter([b"one ", b"two"])
    assert ask(caller, "POST", "/a", chunks, **{"Transfer-Encoding": "chunked"}) == (200, "POST /a {} one two")
    line = caller.sock
    assert ask(caller, "GET", "/b") == (200, "GET /b {} ")
    assert caller.sock is line


@pytest.mark.parametrize("head", [b"GET /a HTTP/1.0\r\n\r\n", b"GET /a HTTP/1.1\r\nConnection: close\r\n\r\n"])
def test_a_caller_who_wants_one_answer_gets_one(address, head):
    heard = say(address, b"\r\n" + head)
    assert heard.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nConnection: close\r\n" in heard
    assert heard.endswith(b"\r\n\r\nGET /a {} ")


@pytest.mark.parametrize(
    "sent", [b"hello\r\n\r\n", b"GET / HTTP/1.1\r\nnonsense\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
)
def test_what_is_no_http_is_refused_and_the_connection_closed(address, sent):
    assert say(address, sent).startswith(b"HTTP/1.1 400 ")


def test_who_waits_to_be_asked_for_the_body_is_asked(address):
    head = b"POST /a HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    assert say(address, head).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


def test_an_application_may_cut_the_connection(caller):
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(caller, "GET", "/cut")
    assert ask(caller, "GET", "/a")[0] == 200


def test_a_bug_is_told_on_both_sides(caller, caplog):
    with caplog.at_level(logging.ERROR):
        assert ask(caller, "GET", "/bug") == (500, "")
    assert "a bug of the simulator" in caplog.text
    assert ask(caller, "GET", "/a")[0] == 200


def test_afterwards_nobody_is_answered_on_a_connection_that_was_open():
    with serving(echo, "127.0.0.1", 0) as url:
        caller = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
        assert ask(caller, "GET", "/a")[0] == 200
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(caller, "GET", "/a")
    caller.close()
