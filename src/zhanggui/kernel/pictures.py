"""Pictures as they are kept: small JPEGs that say nothing of who took them where."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from zhanggui.kernel.refusal import Refusal

LARGEST = 8 * 1024 * 1024
LONGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
KINDS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80


class PictureTooLarge(Refusal):
    """A picture may have at most {limit} MB."""


class NoPicture(Refusal):
    """This file is no picture that can be shown: send JPEG, PNG or WebP."""


def cleaned(picture: bytes) -> bytes:
    """The picture painted anew as a JPEG: whatever else the file carried is gone. Raises PictureTooLarge, NoPicture."""
    if len(picture) > LARGEST:
        raise PictureTooLarge(limit=LARGEST // 1024 // 1024)
    try:
        with Image.open(BytesIO(picture), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureTooLarge(limit=LARGEST // 1024 // 1024)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NoPicture from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    painted = BytesIO()
    upright.save(painted, "JPEG", quality=_QUALITY)
    return painted.getvalue()
