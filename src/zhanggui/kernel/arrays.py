"""Lists of numbers and texts on their way to the database, written in one go.

The driver writes a list item by item, each through its own dumper and a regular expression; a set of a thousand
documents sends tens of thousands of items. Whatever is not plainly numbers or plainly texts is left to the driver.
"""

from typing import Any

from psycopg.abc import Buffer
from psycopg.types.array import ListDumper


class QuickListDumper(ListDumper):
    """Same text as the driver's own for lists of int; texts are always quoted."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        kinds = set(map(type, obj))
        if kinds == {int}:
            return f"{{{','.join(map(str, obj))}}}".encode()
        if kinds == {str}:
            texts = [text.replace("\\", "\\\\").replace('"', '\\"') for text in obj]
            written = '{"' + '","'.join(texts) + '"}'
            if "\0" not in written:
                return written.encode()
        return super().dump(obj)
