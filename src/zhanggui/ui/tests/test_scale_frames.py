"""The frames of scales, read by the script of the page in Node."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="There is no Node here.")
def test_frames_of_scales_are_read():
    cases = Path(__file__).parent / "scale-frames.test.mjs"
    done = subprocess.run([str(NODE), "--test", str(cases)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
