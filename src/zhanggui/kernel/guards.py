"""SQL for migrations: what the database itself refuses."""


def guard_truncate_sql(table: str) -> str:
    """Nobody empties `table` unless the session has said so: `SET zhanggui.allow_truncate = on`."""
    return f"""
DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION zhanggui_no_truncate();
"""
