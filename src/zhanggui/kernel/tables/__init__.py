"""Tables of text from files people bring: CSV in any encoding, XLSX, XLS. What they mean is the reader's affair."""

from zhanggui.kernel.tables.reading import open_tables
from zhanggui.kernel.tables.table import EmptyFile, Row, Source, Table, UnreadableFile
from zhanggui.kernel.tables.wrapping import unwrap

__all__ = ["EmptyFile", "Row", "Source", "Table", "UnreadableFile", "open_tables", "unwrap"]
