"""Tables of text from files people bring: CSV in any encoding, XLSX, XLS. What they mean is the reader's affair."""

from zhanggui.kernel.tables.headings import ColumnNotFound, Heading, find_headings, places_of, texts_of
from zhanggui.kernel.tables.reading import open_tables
from zhanggui.kernel.tables.table import EmptyFile, Row, Source, Table, UnreadableFile
from zhanggui.kernel.tables.wrapping import unwrap

__all__ = [
    "ColumnNotFound", "EmptyFile", "Heading", "Row", "Source", "Table", "UnreadableFile", "find_headings",
    "open_tables", "places_of", "texts_of", "unwrap",
]  # fmt: skip
