"""What people search for is in no log of ours."""

import os
import socket
import subprocess
from urllib.request import urlopen

from zhanggui.config.commands.serve import web_child
from zhanggui.config.processes import listens_on

APP = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""


def test_a_search_leaves_its_path_in_the_access_log_and_not_its_words(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "tiny.py").write_text(APP)
    argv = web_child("127.0.0.1", port, "", processes=1, threads=1).argv
    argv = ["tiny:application" if word.startswith("zhanggui.config.wsgi") else word for word in argv]
    argv[argv.index("--log-level") + 1] = "info"
    log = tmp_path / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            argv, cwd=tmp_path, stdout=out, stderr=out,
            env={**os.environ, "GRANIAN_LOG_ACCESS_ENABLED": "1", "PYTHONPATH": str(tmp_path)},
        )  # fmt: skip
        try:
            ready = listens_on(port)
            while not ready():
                assert server.poll() is None
            assert urlopen(f"http://127.0.0.1:{port}/search/?q=13800138000").read() == b"ok"
        finally:
            server.terminate()
            server.wait(timeout=10)
    written = log.read_text()
    assert "/search/" in written
    assert "13800138000" not in written
