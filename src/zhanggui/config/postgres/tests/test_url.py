"""Addresses, and servers somebody else runs."""

import psycopg
import pytest

from zhanggui.config.postgres import database_settings, ensure_postgres
from zhanggui.config.postgres.url import DatabaseNotUtf8, DatabaseUnreachable, DatabaseUrlUnreadable


def test_django_settings_of_a_network_address():
    settings = database_settings("postgresql://clerk:p%40ss@db.example:5433/shop?sslmode=require")
    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "clerk",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_django_settings_of_a_socket():
    settings = database_settings("postgresql://zhanggui@/zhanggui?host=%2Frun%2Fa%20b&port=5432")
    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == ("/run/a b", "5432", {})


@pytest.mark.parametrize("url", ["shop", "dbname=shop", "postgresql://[::1/shop"])
def test_unreadable_address(url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(DatabaseUrlUnreadable):
        ensure_postgres()


def test_unreachable_server_is_named_without_its_password(room, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://clerk:secret@/shop?host={room}")
    with pytest.raises(DatabaseUnreachable) as caught:
        ensure_postgres()
    assert str(room) in str(caught.value)
    assert "secret" not in str(caught.value)


def test_given_server_is_checked_and_left_running(pg, monkeypatch):
    with ensure_postgres(data_dir=pg, durable=False, database="one") as ours:
        monkeypatch.setenv("DATABASE_URL", ours.url.replace("/one?", "/two?"))
        given = ensure_postgres()
        assert (given.ours, given.bin_dir, given.version) == (False, None, ours.version)
        given.stop()
        with psycopg.connect(given.url) as connection:
            assert connection.info.dbname == "two"

        monkeypatch.setenv("DATABASE_URL", ours.url.replace("/one?", "/?"))
        with psycopg.connect(ensure_postgres(database="three").url) as connection:
            assert connection.info.dbname == "three"


def test_database_that_cannot_hold_chinese(pg, monkeypatch):
    with ensure_postgres(data_dir=pg, durable=False) as ours:
        with psycopg.connect(ours.url, autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE old TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
            )
        monkeypatch.setenv("DATABASE_URL", ours.url.replace("/zhanggui?", "/old?"))
        with pytest.raises(DatabaseNotUtf8, match="SQL_ASCII"):
            ensure_postgres()
