"""The other commands, in a home with a day of work in it."""

import re

import psycopg
import pytest

from tests.processes.program import home_after_a_day, needs_proc, nothing_left, run
from zhanggui.config.postgres import ensure_postgres
from zhanggui.connectors.files.tests.making import simple_csv

pytestmark = [pytest.mark.slow, needs_proc]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    day = home_after_a_day(tmp_path_factory)
    assert day.exit_code == 0, day.words
    return day.home


def test_flows_says_what_the_program_can_do(home):
    said = run(home, "flows", "review")
    assert said.returncode == 0
    assert "orders.review_orders" in said.stdout


def test_doctor_finds_only_the_keys_that_nobody_chose(home):
    said = run(home, "doctor")
    assert said.returncode == 1
    assert [line for line in said.stdout.splitlines() if not line.startswith("ok")] == [
        "LOOK  secret key     set ZHANGGUI_SECRET_KEY before real use",
        "LOOK  seal key       set ZHANGGUI_SEAL_KEY before real use",
    ]
    assert run(home, "doctor", ZHANGGUI_SECRET_KEY="x" * 50, ZHANGGUI_SEAL_KEY="y" * 50).returncode == 0


@pytest.mark.parametrize("command", ["serve", "work"])
def test_nothing_starts_with_the_key_that_stands_in_the_source(home, command):
    said = run(home, command)
    assert (said.returncode, said.stderr.partition(":")[0]) == (2, "key_not_set")
    assert "ZHANGGUI_SECRET_KEY" in said.stderr


def test_a_dry_run_counts_and_imports_nothing(home, tmp_path):
    file = tmp_path / "orders.csv"
    file.write_bytes(simple_csv({}, {"订单编号": "A-2"}, {"订单编号": "A-3", "购买数量": "many"}))
    said = run(home, "import-orders", str(file), "--shop", "files", "--dry-run")
    assert said.returncode == 1
    assert re.match("2 个订单，2 行", said.stdout), said.stdout
    assert "many" in said.stdout
    assert run(home, "import-orders", str(file), "--shop", "files").returncode == 2
    taken = run(home, "import-orders", str(file), "--shop", "files", ZHANGGUI_DEMO="1")
    assert re.search(r"\b2 ", taken.stdout), taken.stdout
    unknown = run(home, "import-orders", str(file), "--shop", "nowhere")
    assert unknown.returncode == 2


def test_a_backup_restored_elsewhere_proves_right(home, tmp_path, monkeypatch):
    file, other = tmp_path / "backup", tmp_path / "b"
    assert run(home, "backup", str(file)).returncode == 0
    restored = run(other, "restore", str(file), seconds=300)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "All promises hold." in restored.stdout
    proved = run(other, "prove")
    assert proved.returncode == 0, proved.stdout
    assert nothing_left(other) == {}

    monkeypatch.delenv("DATABASE_URL", raising=False)
    with ensure_postgres(data_dir=other / "postgres") as server:
        record = _take_one_piece(server.url)
    wrong = run(other, "prove")
    assert wrong.returncode == 1
    assert "WRONG" in wrong.stdout
    assert f"inventory_balance {record}" in wrong.stdout
    assert run(home, "prove").returncode == 0


def _take_one_piece(url):
    """What no flow would do: a balance loses a piece without a move. Answers which."""
    take = """
        UPDATE inventory_balance SET on_hand = on_hand - 1
        WHERE id = (SELECT max(id) FROM inventory_balance WHERE on_hand > 1) RETURNING id
    """
    with psycopg.connect(url, autocommit=True) as connection:
        return str(connection.execute(take).fetchone()[0])
