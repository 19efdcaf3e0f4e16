"""How files of an origin are read: a change is a new version, what says the same is none."""

from typing import Any

import pytest

from zhanggui.orders.flows.save_mappings import LONGEST_NAME, MOST_WORDS, MappingWords, save_mappings
from zhanggui.orders.models import FileMapping
from zhanggui.orders.queries import newest_mappings
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
FIELDS = {"number": "订单编号", "buyer": "买家"}
STATES = {"已付款": "paid"}


def versions() -> list[tuple[str, int]]:
    return list(FileMapping.objects.order_by("name", "version").values_list("name", "version"))


def test_a_mapping_is_there_under_its_name_with_who_made_it():
    assert save_mappings(mappings=[MappingWords("fair", FIELDS, STATES)], **BY).done == ["fair"]
    saved = newest_mappings()["fair"]
    assert (saved.version, saved.fields, saved.states) == (1, FIELDS, STATES)
    assert (saved.made_by, saved.made_at) == (ACTOR.name, AT)


def test_the_same_words_make_no_version_and_other_words_the_next():
    for words in (FIELDS, dict(reversed(FIELDS.items())), FIELDS | {"buyer": "会员名"}, FIELDS):
        save_mappings(mappings=[MappingWords("fair", words)], **BY)
    assert versions() == [("fair", 1), ("fair", 2), ("fair", 3)]
    assert FileMapping.objects.get(version=2).fields["buyer"] == "会员名"
    assert newest_mappings()["fair"].fields == FIELDS


def test_other_words_for_states_are_another_version_too():
    for states in ({}, STATES):
        save_mappings(mappings=[MappingWords("fair", FIELDS, states)], **BY)
    assert versions() == [("fair", 1), ("fair", 2)]


def test_named_twice_the_last_one_counts():
    asked = [MappingWords("fair", FIELDS), MappingWords("fair", {"number": "单号"})]
    assert save_mappings(mappings=asked, **BY).done == ["fair"]
    assert FileMapping.objects.get().fields == {"number": "单号"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (MappingWords("  ", FIELDS), "mapping_unnamed"),
        (MappingWords("长" * (LONGEST_NAME + 1), FIELDS), "mapping_unnamed"),
        (MappingWords("empty", {}, STATES), "mapping_empty"),
        (MappingWords("long", FIELDS, {str(n): "paid" for n in range(MOST_WORDS)}), "mapping_empty"),
    ],
)
def test_without_name_or_words_it_is_refused_and_the_others_are_saved(words, code):
    outcome = save_mappings(mappings=[words, MappingWords("fair", FIELDS)], **BY)
    assert (outcome.done, outcome.refused[words.name].code()) == (["fair"], code)
    assert versions() == [("fair", 1)]
