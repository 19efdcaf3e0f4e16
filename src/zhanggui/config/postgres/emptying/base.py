"""Django's PostgreSQL for tests: what a test committed is deleted, from every table, whoever made it.

TRUNCATE makes new files for each of some hundred tables and all their indexes, also of those nothing was written to.
Deleting past the guards of the ledgers takes a superuser.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations

DELETE_ALL = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN
        SELECT oid::regclass FROM pg_class
        WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = current_schema()::regnamespace
            AND relname <> 'django_migrations'
    LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
END $$
"""


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(
        self, style: Any, tables: Sequence[str], *, reset_sequences: bool = False, allow_cascade: bool = False
    ) -> list[str]:
        """Every row is gone afterwards; without triggers, so in any order. Numbers go on where they were."""
        return ["SET LOCAL session_replication_role = replica", DELETE_ALL]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
