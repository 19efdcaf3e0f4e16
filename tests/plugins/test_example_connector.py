"""The connector in `examples` is installed beside the program, found, and passes the contract of every channel."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "cornershop"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Where it was installed, by the installer a third party would use and into a folder of its own."""
    place, source = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("source") / "cornershop"
    shutil.copytree(EXAMPLE, source)
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable]
    subprocess.run([*uv, "--no-deps", "--target", str(place), str(source)], check=True)
    return place


def run(*words, place, cwd):
    source = Path(__file__).parents[2] / "src"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(place), str(source)])}
    return subprocess.run([sys.executable, *words], cwd=cwd, env=environment, capture_output=True, text=True)


def test_the_contract_suite_passes_outside_the_package(installed):
    pytest_words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(EXAMPLE), "-c", os.devnull]
    ran = run(*pytest_words, "tests", place=installed, cwd=EXAMPLE)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    assert "passed" in ran.stdout


def test_the_program_offers_it_among_its_channels(installed):
    look = "from zhanggui.kernel.doors.finding import installed; print(sorted(installed('zhanggui.channels')))"
    ran = run("-c", look, place=installed, cwd=EXAMPLE)
    assert "cornershop" in ran.stdout, ran.stderr
