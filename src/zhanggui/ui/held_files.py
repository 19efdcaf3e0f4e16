"""Files a clerk has handed in that wait for a yes: kept outside the pages' reach, known by a key, deleted when done."""

import re
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from zhanggui.kernel.refusal import NotFound

KEPT_SECONDS = 24 * 3600
_KEY = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{1,5}")


def hold_file(file: UploadedFile) -> str:
    """The file is kept for a day; the answer names it. Files forgotten longer than that are gone."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    _forget_old(folder)
    suffix = re.sub(r"[^a-z0-9]", "", Path(file.name or "").suffix.lower())[:5] or "csv"
    key = f"{uuid4().hex}.{suffix}"
    with (folder / key).open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return key


def held_file(key: str) -> Path:
    """Where the file is. Raises NotFound when it is gone."""
    if not _KEY.fullmatch(key) or not (path := _folder() / key).exists():
        raise NotFound(what="file", key=key)
    return path


def let_go(key: str) -> None:
    """The file is deleted; it may have been before."""
    if _KEY.fullmatch(key):
        (_folder() / key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "held"


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
