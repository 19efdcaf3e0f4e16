"""Every sentence and label of this room is said in Chinese."""

import importlib
import pkgutil
from pathlib import Path

from babel.messages.pofile import read_po

import zhanggui.books as room
from zhanggui.kernel.refusal import Refusal

_PO = Path(room.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def test_every_refusal_has_its_chinese_sentence():
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if ".tests" not in module.name and ".migrations" not in module.name:
            importlib.import_module(module.name)
    ours = {kind.template() for kind in Refusal.__subclasses__() if kind.__module__.startswith(f"{room.__name__}.")}
    with _PO.open("rb") as file:
        said = {message.id for message in read_po(file) if message.string}
    assert ours
    assert ours - said == set()
