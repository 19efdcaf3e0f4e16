from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from django.utils import translation

import zhanggui.papers
from zhanggui.kernel.refusal import Refusal
from zhanggui.papers import barcodes, fonts, values
from zhanggui.papers.labels import labels_pdf
from zhanggui.papers.testing import make_label, printed_texts

ROOM = Path(zhanggui.papers.__file__).parent
KEYWORDS = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def test_every_caption_and_refusal_is_in_chinese():
    with (ROOM / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file)
    found = extract_from_dir(ROOM, method_map=[("**/tests/**", "ignore"), ("**.py", "python")], keywords=KEYWORDS)
    captions = {(_singular(message), context) for _, _, message, _, context in found}
    refusals = [kind for room in (barcodes, fonts, values) for kind in vars(room).values() if isinstance(kind, type)]
    sentences = {
        (kind.template(), None)
        for kind in refusals
        if issubclass(kind, Refusal) and kind.__module__.startswith(zhanggui.papers.__name__)
    }
    assert captions
    assert len(sentences) == 4
    told = {(_singular(message.id), message.context) for message in catalog if message.string}
    assert captions | sentences <= told


def _singular(key):
    return key if isinstance(key, str) else key[0]


def test_captions_follow_the_reader():
    label = make_label(print_number=2, parcel_index=1, parcel_count=3)
    with translation.override("en"):
        [english] = printed_texts(labels_pdf([label]))
    with translation.override("zh-hans"):
        [chinese] = printed_texts(labels_pdf([label]))
    for caption in ("Reprint 2", "Parcel 1 of 3", "Remark", "Cell", "From", "No. 17"):
        assert caption in english
    for caption in ("第2次打印", "第1/3包", "备注", "格口", "寄", "序号17"):
        assert caption in chinese
