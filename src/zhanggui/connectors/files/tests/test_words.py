"""Every sentence a clerk may read is there in Chinese."""

import importlib
import pkgutil
import string
from pathlib import Path

from babel.messages.pofile import read_po

from zhanggui.connectors import files
from zhanggui.kernel.refusal import Refusal

CATALOG = Path(files.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def refusals():
    for module in pkgutil.walk_packages(files.__path__, f"{files.__name__}."):
        if ".tests" not in module.name:
            for found in vars(importlib.import_module(module.name)).values():
                if isinstance(found, type) and issubclass(found, Refusal) and found.__module__ == module.name:
                    yield found


def fields_of(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_refusal_has_its_chinese_sentence_with_the_same_fields():
    with CATALOG.open("rb") as file:
        catalog = {message.id: message.string for message in read_po(file) if message.id}
    for refusal in refusals():
        sentence = refusal.template()
        assert catalog.get(sentence), sentence
        assert fields_of(catalog[sentence]) == fields_of(sentence)
