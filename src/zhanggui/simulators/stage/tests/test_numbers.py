from concurrent.futures import ThreadPoolExecutor

import pytest

from zhanggui.simulators.stage.numbers import (
    Branch,
    NumberCancelled,
    NumberCollected,
    Numbers,
    NumberUnknown,
    PoolEmpty,
    Wanted,
)


def wanted(*identities):
    return [Wanted(one, [f"order-{one}"], {}) for one in identities]


@pytest.fixture
def numbers():
    return Numbers([Branch("ZTO", "1", "branch", "75{:012d}", left=5)])


def test_many_who_ask_at_once_for_the_same_parcel_get_one_number(numbers):
    branch = numbers.branch("ZTO")
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: numbers.give(branch, wanted("a"))[0].number, range(40)))
    assert len(set(given)) == 1
    assert branch.left == 4


def test_all_of_a_call_or_none(numbers):
    branch = numbers.branch("ZTO")
    numbers.give(branch, wanted("a", "b"))
    with pytest.raises(PoolEmpty):
        numbers.give(branch, wanted("a", "c", "d", "e", "f"))
    assert branch.left == 3
    assert len(numbers.give(branch, wanted("a", "b", "c", "d", "e"))) == 5


def test_a_cancelled_number_goes_back_and_a_collected_one_does_not(numbers):
    branch = numbers.branch("ZTO")
    first, second = numbers.give(branch, wanted("a", "b"))
    numbers.cancel("ZTO", first.number)
    numbers.collect(second.number)
    for number, why in ((first.number, NumberCancelled), (second.number, NumberCollected), ("x", NumberUnknown)):
        with pytest.raises(why):
            numbers.cancel("ZTO", number)
    assert (branch.left, branch.used, branch.cancelled) == (4, 2, 1)
    assert numbers.give(branch, wanted("a"))[0].number != first.number


def test_what_was_given_is_known_again_when_started_anew(numbers, tmp_path):
    numbers.keep_in(tmp_path / "numbers.jsonl")
    branch = numbers.branch("ZTO")
    first, second = numbers.give(branch, wanted("a", "b"))
    numbers.cancel("ZTO", first.number)
    numbers.collect(second.number)
    numbers.fill("ZTO", "1", 9)
    numbers.give(branch, [Wanted("c", ["order-c"], {"asked": ["as", "it", "came"]}, 3)])
    anew = Numbers([Branch("ZTO", "1", "branch", "75{:012d}", left=5)])
    anew.keep_in(tmp_path / "numbers.jsonl")
    assert anew.as_dict() == numbers.as_dict()
    assert anew.give(anew.branch("ZTO"), wanted("d"))[0].number not in numbers.given
