"""A table as a file holds it: rows of text with the numbers a spreadsheet shows, readable as often as needed."""

import io
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from zhanggui.kernel.refusal import Refusal

Row: TypeAlias = tuple[int, list[str]]


class UnreadableFile(Refusal):
    """File {file} cannot be read: {reason}. Take it from the platform again."""


class FileMissing(UnreadableFile):
    """There is no file {file}."""


class EmptyFile(Refusal):
    """File {file} holds no rows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes are: a path, or the bytes of an upload."""

    name: str
    place: Path | bytes

    @classmethod
    def of(cls, path_or_bytes: str | os.PathLike[str] | bytes, *, name: str = "") -> "Source":
        if isinstance(path_or_bytes, bytes):
            return cls(name or "upload", path_or_bytes)
        path = Path(path_or_bytes)
        if not path.is_file():
            raise FileMissing(file=path.name)
        return cls(name or path.name, path)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.place) if isinstance(self.place, bytes) else self.place.open("rb")


class Table(ABC):
    """One sheet, or one text file. Row numbers start at 1 and count as a spreadsheet counts."""

    label: str
    encoding: str = ""

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Every row from the first, heading included, each time it is asked."""
