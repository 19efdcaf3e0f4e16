"""A look through the whole database for words that nobody may read there."""

from collections.abc import Iterator, Sequence

from django.db import connection

ALLOWED: dict[str, str] = {}
"""Columns that may hold words of a person in the clear, each with the reason. There is none."""


def plain_words(words: Sequence[str]) -> Iterator[str]:
    """Where one of the words stands in any column that can hold text, in UTF-8 or in JSON's escapes."""
    wanted = [form for word in words for form in dict.fromkeys([word, ascii(word).strip("'")])]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(table_name), quote_ident(column_name), data_type FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = 'public' "
            "AND table_type = 'BASE TABLE' AND data_type IN "
            "('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'character')"
        )
        columns = cursor.fetchall()
        assert len(columns) > 100
        for table, column, kind in columns:
            text = f"encode({column}, 'escape')" if kind == "bytea" else f"{column}::text"
            patterns = [f"%{_like(_escaped(form) if kind == 'bytea' else form)}%" for form in wanted]
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {text} LIKE ANY(%s)", [patterns])
            if cursor.fetchone()[0] and f"{table}.{column}" not in ALLOWED:
                yield f"{table}.{column}"


def _escaped(text: str) -> str:
    """As PostgreSQL writes bytes that are not ASCII."""
    return "".join("\\\\" if byte == 92 else chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in text.encode())


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
