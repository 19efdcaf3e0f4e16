"""PostgreSQL for Zhanggui: a server of our own below the data directory, or the one DATABASE_URL names."""

from zhanggui.config.postgres.server import Server, ensure_postgres
from zhanggui.config.postgres.url import database_settings

__all__ = ["Server", "database_settings", "ensure_postgres"]
