"""Write the whole company to one file (pg_dump, custom format)."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from zhanggui.config.postgres import Server
from zhanggui.config.starting import database
from zhanggui.kernel.refusal import Refusal


class ToolMissing(Refusal):
    """The program {tool} of PostgreSQL is not installed. Install the PostgreSQL client programs."""


class BackupFailed(Refusal):
    """The backup did not succeed: {reason}"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(given: argparse.Namespace) -> int:
    with database() as server:
        part = given.file.with_suffix(given.file.suffix + ".part")
        run_tool(server, "pg_dump", ["--format=custom", f"--file={part}", server.url])
        part.replace(given.file)
    sys.stdout.write(f"{given.file}: {given.file.stat().st_size:,} bytes\n")
    return 0


def run_tool(server: Server, tool: str, arguments: list[str]) -> None:
    """Run a program of PostgreSQL; its last words become the refusal."""
    own = server.bin_dir / tool if server.bin_dir else None
    program = str(own) if own and own.exists() else shutil.which(tool)
    if program is None:
        raise ToolMissing(tool=tool)
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailed(
            reason=done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}"
        )
