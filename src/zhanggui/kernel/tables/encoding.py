"""Which encoding a text file is written in. Never a replacement character: a file is read whole or refused."""

import codecs
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from charset_normalizer import from_bytes

from zhanggui.kernel.refusal import Refusal

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRADITIONAL = ("big5", "cp950", "big5hkscs")


class EncodingUnknown(Refusal):
    """The text of file {file} cannot be read: its encoding is none of UTF-8, GB18030, GBK, Big5 and UTF-16.
    Save it as UTF-8 and try again."""


def detect_encoding(stream: BinaryIO, *, file: str) -> str:
    """The encoding with which the whole stream decodes: that of its byte order mark, or the first of the possible."""
    for encoding in _candidates(stream.read(_CHUNK)):
        if _decodes(stream, encoding):
            return encoding
    raise EncodingUnknown(file=file)


def _candidates(head: bytes) -> Iterator[str]:
    if marked := _encoding_of_bom(head):
        yield marked
        return
    yield from _wide(head)
    yield "utf-8"
    yield from _traditional(head)
    yield "gb18030"


def _traditional(head: bytes) -> Iterator[str]:
    """Big5 where the words are likelier in it: nearly all of it is GB18030 too, but of characters hardly anybody uses.

    Plain simplified Chinese is not asked about: a few characters of it may look like either.
    """
    lines = head[: head.rfind(b"\n") + 1] or head
    if _decodes(BytesIO(lines), "gb2312"):
        return
    guess = from_bytes(lines, cp_isolation=["gb18030", *_TRADITIONAL]).best()
    if guess is not None and guess.encoding in _TRADITIONAL:
        yield guess.encoding


def _encoding_of_bom(head: bytes) -> str:
    return next((encoding for bom, encoding in _BOMS if head.startswith(bom)), "")


def _wide(head: bytes) -> Iterator[str]:
    """UTF-16 without a mark: every second byte of its ASCII characters is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 20 and odd > even:
        yield "utf-16-le"
    elif even > len(head) // 20:
        yield "utf-16-be"


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
