"""The components speak as documented: each order of messages, on real sockets."""

import json
import socket
import threading
import time

import pytest

from zhanggui.simulators.print_components.frames import accepted
from zhanggui.simulators.print_components.passes import signature
from zhanggui.simulators.print_components.server import PrintComponent


class Page:
    """A page's end of the line, by the standard library alone."""

    def __init__(self, port, path="/"):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        key = "dGhlIHNhbXBsZSBub25jZQ=="
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.file = self.socket.makefile("rb")
        self.head = []
        while line := self.file.readline().strip():
            self.head.append(line.decode())

    def say(self, message, *, parts=1):
        content = json.dumps(message).encode()
        size = -(-len(content) // parts)
        pieces = [content[start : start + size] for start in range(0, len(content), size)]
        for place, piece in enumerate(pieces):
            first = (0x80 if place == len(pieces) - 1 else 0) | (0 if place else 1)
            mask = b"\x01\x02\x03\x04"
            length = (
                bytes([0x80 | len(piece)]) if len(piece) < 126 else bytes([0x80 | 126]) + len(piece).to_bytes(2, "big")
            )
            masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(piece))
            self.socket.sendall(bytes([first]) + length + mask + masked)

    def hear(self):
        first, second = self.file.read(2)
        size = second & 0x7F
        if size == 126:
            size = int.from_bytes(self.file.read(2), "big")
        content = self.file.read(size)
        return None if first & 0x0F == 8 else json.loads(content)

    def hear_all(self, count):
        return [self.hear() for _ in range(count)]


@pytest.fixture
def component():
    with (one := PrintComponent()).serving():
        yield one


@pytest.fixture
def page(component):
    return Page(component.port)


def order(task="T1", *, content=None, printer="", **more):
    content = {"data": {}, "templateURL": "http://x/1"} if content is None else content
    documents = [{"documentID": "W1", "contents": [content]}]
    task = {"taskID": task, "preview": False, "printer": printer, "documents": documents} | more
    return {"cmd": "print", "requestID": f"r-{task}", "version": "1.0", "task": task}


def kinds(messages):
    return [(one["cmd"], one.get("taskStatus") or one.get("status")) for one in messages]


def test_the_handshake_is_that_of_the_standard(page):
    assert page.head[0].startswith("HTTP/1.1 101")
    assert f"Sec-WebSocket-Accept: {accepted('dGhlIHNhbXBsZSBub25jZQ==')}" in page.head
    assert accepted("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def test_printers_and_their_settings(page):
    page.say({"cmd": "getPrinters", "requestID": "1", "version": "1.0"}, parts=3)
    reply = page.hear()
    assert (reply["requestID"], reply["defaultPrinter"], reply["errorCode"]) == ("1", "Zebra GK888t", 0)
    page.say(
        {"cmd": "setPrinterConfig", "requestID": "2", "printer": {"name": "Zebra GK888t", "horizontalOffset": 1.5}}
    )
    assert page.hear()["status"] == "success"
    page.say({"cmd": "getPrinterConfig", "requestID": "3", "printer": "Zebra GK888t"})
    assert page.hear()["printer"]["horizontalOffset"] == 1.5
    page.say({"cmd": "setPrinterConfig", "requestID": "4", "printer": {"name": "none"}})
    assert page.hear()["status"] == "failed"


def test_the_messages_of_a_newer_program(page):
    page.say(order())
    assert kinds(page.hear_all(6)) == [
        ("notifyTaskResult", "initial"),
        ("print", "success"),
        ("notifyDocResult", "rendered"),
        ("notifyDocResult", "printed"),
        ("notifyPrintResult", "printed"),
        ("notifyTaskResult", "completeSuccess"),
    ]


def test_the_messages_of_an_older_program(component, page):
    component.paper.untidy.newer = False
    page.say(order())
    assert kinds(page.hear_all(3)) == [
        ("print", "success"), ("notifyPrintResult", "rendered"), ("notifyPrintResult", "printed"),
    ]  # fmt: skip


def test_a_preview_prints_nothing(component, page):
    page.say(order(preview=True))
    told = page.hear_all(4)
    assert kinds(told)[-1] == ("notifyTaskResult", "completeSuccess")
    assert told[2]["previewURL"]
    assert list(component.paper.out) == []


def test_no_document_and_a_seal_it_cannot_open(component, page):
    page.say(order(documents=[]))
    refusal = page.hear()
    assert (refusal["status"], refusal["errorCode"], refusal["msg"]) == ("failed", 11, "document not found")
    page.say(order("T2", content={"encryptedData": "AES:x", "signature": "MD:wrong", "templateURL": "http://x"}))
    assert kinds(page.hear_all(3))[1] == ("print", "success")
    page.say({"cmd": "getTaskStatus", "requestID": "9", "taskID": ["T2", "T9"]})
    known, unknown = page.hear()["printStatus"]
    assert (known["detailStatus"][0]["status"], unknown["detailStatus"]) == ("failed", [])


def test_a_task_prints_once(component, page):
    page.say(order())
    page.hear_all(6)
    page.say(order())
    assert kinds(page.hear_all(2))[1] == ("print", "success")
    assert len(component.paper.out) == 1
    assert component.paper.tasks["T1"].times == 2


def test_paper_runs_out_and_jams(component, page):
    component.paper.printers[0].paper = 1
    page.say(order("A"))
    page.hear_all(6)
    page.say(order("B"))
    told = page.hear_all(4)
    assert kinds(told)[2] == ("notifyPrintResult", "failed")
    assert told[2]["printStatus"][0]["msg"] == "out of paper"
    component.paper.set({"paper": None, "jams_at": 2})
    page.say(order("C"))
    assert page.hear_all(4)[2]["printStatus"][0]["msg"] == "paper jam"
    assert not component.paper.printers[0].is_ready


def test_the_line_breaks_in_the_middle_and_the_tasks_stay_known(component, page):
    component.paper.untidy.drop_after = 1
    page.say(order("A"))
    while page.hear() is not None and component.paper.untidy.drop_after is not None:
        pass
    again = Page(component.port)
    again.say({"cmd": "getTaskStatus", "requestID": "9", "taskID": ["A"]})
    assert again.hear()["printStatus"][0]["detailStatus"][0]["status"] == "success"


def test_pinduoduo_tells_results_without_a_request():
    with (one := PrintComponent("pinduoduo")).serving():
        page = Page(one.port)
        page.say(order(content={"encryptedData": "x", "signature": "y", "templateUrl": "http://x"}))
        result = page.hear_all(6)[4]
        assert (result["cmd"], result["taskID"]) == ("PrintResultNotify", "T1")
        assert "requestID" not in result
        page.say(order("T2", content={"encryptedData": "x", "signature": "y", "templateURL": "http://x"}))
        assert page.hear_all(3)[2]["code"] == 40  # the template under another name is no template


def test_kuaishou_has_a_path_and_takes_ten():
    with (one := PrintComponent("kuaishou")).serving():
        assert Page(one.port).head[0].split()[1] == "404"
        page = Page(one.port, "/ks/printer")
        content = [{"data": {}, "templateURL": "x"}]
        page.say(order(documents=[{"documentID": str(n), "contents": content} for n in range(11)]))
        assert page.hear()["status"] == "failed"


def test_jd_answers_by_code():
    with (one := PrintComponent("jd")).serving():
        page = Page(one.port)
        page.say({"orderType": "GET_Printers", "key": "1", "version": "2", "dataType": "app", "parameters": {}})
        assert page.hear()["detailinfo"]["printers"][0]["name"] == "Zebra GK888t"
        content = {"tempUrl": "http://x", "printData": "sealed"}
        page.say({"orderType": "PRINT", "key": "T1", "parameters": {"printName": "", "contents": [content]}})
        assert page.hear() | {"message": ""} == {
            "code": "2",
            "success": "true",
            "key": "T1",
            "message": "",
            "status": "0",
        }
        one.paper.printers[0].is_ready = False
        page.say({"orderType": "PRINT", "key": "T2", "parameters": {"printName": "", "contents": [content]}})
        assert page.hear()["success"] == "false"


def test_many_pages_at_once_lose_no_label(component):
    def print_ten(name):
        page = Page(component.port)
        for number in range(10):
            page.say(order(f"{name}-{number}"))
            page.hear_all(6)

    threads = [threading.Thread(target=print_ten, args=(name,)) for name in "ABC"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(component.paper.out) == 30


def a_pass(**changes):
    given = {
        "app_key": "7000000000000000001", "method": "logistics.getShopKey", "access_token": "t",
        "timestamp": str(int(time.time())), "v": "2", "sign_method": "hmac-sha256", "param_json": "{}",
    } | changes  # fmt: skip
    given["sign"] = changes.get("sign") or signature(given, "dy-demo-secret")
    return "&".join(f"{name}={value}" for name, value in given.items())


@pytest.mark.parametrize(
    ("changes", "prints"),
    [
        ({}, True),
        (None, False),
        ({"sign": "0" * 64}, False),
        ({"timestamp": "1700000000"}, False),
        ({"app_key": "8"}, False),
        ({"method": "order.searchList"}, False),
    ],
    ids=["valid", "none", "wrongly signed", "run out", "of nobody", "for another call"],
)
def test_the_component_of_douyin_prints_only_with_a_pass(changes, prints):
    with (douyin := PrintComponent("douyin")).serving():
        content = {"encryptedData": "x", "templateURL": "http://x"}
        if changes is not None:
            content["params"] = a_pass(**changes)
        Page(douyin.port).say(order(content=content))
        deadline = time.monotonic() + 5
        while not (task := douyin.paper.tasks.get("T1")) or task.state == "pending":
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert task.state == ("printed" if prints else "failed")
        assert len(douyin.paper.out) == int(prints)
