"""What does not exist is named in the clerk's language."""

import re
from pathlib import Path

from django.utils.translation import gettext, override

import zhanggui

_NAMED = re.compile(r'NotFound\(\s*what="([^"{]+)"')


def test_every_thing_that_may_not_be_found_has_its_chinese_name():
    sources = Path(zhanggui.__path__[0]).rglob("*.py")
    names = {name for source in sources if "tests" not in source.parts for name in _NAMED.findall(source.read_text())}
    with override("zh-hans"):
        missing = sorted(name for name in names if gettext(name) == name)
    assert names
    assert missing == ["SKU"], "a word of both languages, and the only one"
