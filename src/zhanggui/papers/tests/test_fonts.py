from pathlib import Path

import pytest
import reportlab

from zhanggui.papers.fonts import BOLD, FOLDER, REGULAR, FontsMissing, load_typeface, typeface

LATIN_ONLY = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def test_absent_fonts_are_refused_with_the_remedy(tmp_path):
    with pytest.raises(FontsMissing, match="Run “make setup”"):
        load_typeface(tmp_path, bold=False)


def test_a_damaged_font_file_is_refused_too(tmp_path):
    for name in (REGULAR, BOLD):
        (tmp_path / name).write_bytes(b"not a font")
    with pytest.raises(FontsMissing):
        load_typeface(tmp_path, bold=True)


def test_a_further_font_in_the_folder_draws_what_the_first_lacks(tmp_path):
    for name in (REGULAR, BOLD):
        (tmp_path / name).symlink_to(LATIN_ONLY)
    (tmp_path / "extra.ttf").symlink_to(FOLDER / REGULAR)
    face = load_typeface(tmp_path, bold=False)
    own, extra = str(tmp_path / REGULAR), str(tmp_path / "extra.ttf")
    assert face.runs("SKU 龚䶮 2") == [(own, "SKU "), (extra, "龚䶮"), (own, " 2")]
    assert face.width("龚", 10) == pytest.approx(10)


def test_text_is_cleaned_to_what_can_be_drawn():
    face = typeface()
    assert face.clean(" a\tb\n\u3000c ") == "a b c"
    assert face.clean("好👍🏽的❤️！2️⃣") == "好的！2"
    assert face.clean("a\u200bb\u202ec\ufe0fd\x07") == "abcd"
    assert face.clean("𠅤龚䶮喆") == "𠅤龚䶮喆"


def test_a_letter_no_font_holds_is_shown_and_told():
    face = typeface()
    assert face.clean("김 한") == "〓 〓"
    assert face.missing("王小明") == ""
    assert face.missing("王한👍") == "한"


@pytest.mark.parametrize("bold", [False, True])
def test_rare_letters_of_names_are_drawn(bold):
    names = "𠮷𠅤𫖯𬭎𬱖龚䶮㛃㼆喆𠮟"
    assert typeface(bold=bold).missing(names) == ""
    assert typeface(bold=bold).clean(names) == names
