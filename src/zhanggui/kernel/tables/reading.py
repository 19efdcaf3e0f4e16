"""Bytes or a path into tables of text. What the bytes are is seen from the bytes, never from the file's name."""

import os
from collections.abc import Sequence

from zhanggui.kernel.tables.delimited import DelimitedTable
from zhanggui.kernel.tables.table import EmptyFile, Source, Table, UnreadableFile
from zhanggui.kernel.tables.workbook import open_sheets


class WebPageInstead(UnreadableFile):
    """File {file} is a web page, not a table. Open it in a spreadsheet and save it as XLSX."""


_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")


def open_tables(path_or_bytes: str | os.PathLike[str] | bytes, *, name: str = "") -> Sequence[Table]:
    """The tables of a file: one for a text file, one per filled sheet of a workbook."""
    source = Source.of(path_or_bytes, name=name)
    with source.open() as stream:
        head = stream.read(512)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\r\n\t \x00"):
        raise EmptyFile(file=source.name)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(_MARKUP):
        raise WebPageInstead(file=source.name)
    tables: Sequence[Table] = open_sheets(source) if head.startswith(_WORKBOOKS) else [DelimitedTable(source)]
    if not tables:
        raise EmptyFile(file=source.name)
    return tables
