"""Which encoding a text file is written in. Never a replacement character: a file is read whole or refused."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes

from zhanggui.kernel.refusal import Refusal

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRADITIONAL = frozenset({"big5", "big5hkscs", "cp950"})


class EncodingUnknown(Refusal):
    """The text of file {file} cannot be read: its encoding is none of UTF-8, GB18030, GBK and UTF-16.
    Save it as UTF-8 and try again."""


def detect_encoding(stream: BinaryIO, *, file: str) -> str:
    """The encoding with which the whole stream decodes: byte order mark first, then UTF-8, then GB18030.

    The statistical guess comes last, because it may take Chinese of one encoding for another's; it is believed only
    where it says Big5: broken bytes are Cyrillic or Greek to it.
    """
    head = stream.read(_CHUNK)
    candidates = [_encoding_of_bom(head)] if _encoding_of_bom(head) else [*_wide(head), "utf-8", "gb18030"]
    for encoding in candidates:
        if _decodes(stream, encoding):
            return encoding
    guess = from_bytes(head).best()
    if guess is not None and guess.encoding in _TRADITIONAL and _decodes(stream, guess.encoding):
        return guess.encoding
    raise EncodingUnknown(file=file)


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
