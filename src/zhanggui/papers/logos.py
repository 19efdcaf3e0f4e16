"""A company's mark as it is printed: a small picture on white that carries nothing else of the file it came in."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from zhanggui.kernel.refusal import Refusal

LARGEST = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
WIDEST, HIGHEST = 800, 400
KEPT_AT_MOST = 1_500_000
"""What is kept is at most so many bytes: a picture of WIDEST × HIGHEST that cannot be packed at all."""
KINDS = ("PNG", "JPEG")


class LogoTooLarge(Refusal):
    """A logo may have at most {limit} MB and {pixels} million points."""


class NoLogo(Refusal):
    """This file is no picture that can be printed: choose PNG or JPEG."""


def printable_logo(picture: bytes) -> bytes:
    """The picture painted anew as a PNG on white, no larger than paper can show. Raises LogoTooLarge, NoLogo."""
    too_large = LogoTooLarge(limit=LARGEST // 1024 // 1024, pixels=MOST_PIXELS // 1_000_000)
    if len(picture) > LARGEST:
        raise too_large
    try:
        with Image.open(BytesIO(picture), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise too_large
            opened.thumbnail((WIDEST, HIGHEST))
            seen = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NoLogo from None
    white = Image.new("RGBA", seen.size, "white")
    painted = BytesIO()
    Image.alpha_composite(white, seen).convert("RGB").save(painted, "PNG", optimize=True)
    return painted.getvalue()
