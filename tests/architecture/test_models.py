"""Relations point down, choices and states are guarded by the database, migrations are complete."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Field, Model

from tests.architecture.source import PACKAGE, ROOT
from zhanggui.kernel.steps import steps_in_database

pytestmark = pytest.mark.django_db


def storeys() -> dict[str, int]:
    """Each room and its height, as the import contract has it."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = linter["contracts"][0]["layers"]
    return {room.strip(): height for height, line in enumerate(reversed(layers)) for room in line.split("|")}


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("zhanggui.")]


def test_every_relation_points_down():
    height = storeys()
    upwards = []
    for model in our_models():
        for field in model._meta.get_fields():
            other = field.related_model if field.concrete and field.is_relation else None
            if not isinstance(other, type) or not other.__module__.startswith("zhanggui."):
                continue
            here, there = (one.__module__.split(".")[1] for one in (model, other))
            if here != there and height[there] >= height[here]:
                upwards.append(f"{model.__name__}.{field.name} → {other.__name__}")
    assert upwards == []


def choice_fields() -> "Iterator[tuple[type[Model], Field[Any, Any]]]":
    for model in our_models():
        for field in model._meta.concrete_fields:
            if field.choices and model._meta.managed:
                yield model, field


def checks_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [table],
        )
        return [text for (text,) in cursor.fetchall()]


def test_every_choice_is_checked_by_the_database():
    unguarded = []
    for model, field in choice_fields():
        wanted = {str(value) for value, _ in field.flatchoices}
        guards = [
            set(re.findall(r"'([^']*)'::", text))
            for text in checks_of(model._meta.db_table)
            if re.match(rf"CHECK \(\(\(*{field.column}\)*::text = ANY", text)
        ]
        if wanted not in guards:
            unguarded.append(f"{model.__name__}.{field.name}: {sorted(wanted)} not in {guards}")
    assert unguarded == []


def test_every_state_steps_as_its_table_says():
    stepping = {model for model, field in choice_fields() if field.name == "state"}
    assert stepping
    for model in stepping:
        told = {f"{here}>{there}" for here, theres in model.STEPS.items() for there in theres}  # type: ignore[attr-defined]  # each of them has it
        assert steps_in_database(model._meta.db_table) == told, model.__name__


def test_nothing_of_ours_is_called_status():
    assert [f"{m.__name__}.{f.name}" for m in our_models() for f in m._meta.fields if "status" in f.name] == []


def test_ledgers_refuse_update_and_delete():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'zhanggui_append_only' AND t.tgparentid = 0"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    assert {"kernel_fact", "inventory_move", "fulfilment_scan", "books_entry", "books_posting"} <= guarded


def test_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_carry_their_tables_of_steps_with_them():
    """A table of steps that changes later must not change what an old migration did."""
    imports = [
        f"{path.parent.parent.name}/{path.name}"
        for path in sorted(PACKAGE.glob("*/migrations/0*.py"))
        if re.search(r"^from zhanggui\.\w+\.states import", path.read_text(), re.MULTILINE)
    ]
    assert imports == []
