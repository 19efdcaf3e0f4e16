import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.refusing import Action, by_words
from zhanggui.kernel.doors.waybills import ProviderDown, ProviderRefused


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("该运单已取件，不允许取消", Action.COLLECTED),
        ("错误：该运单号3180437295999已经有物流信息,不能取消", Action.COLLECTED),
        ("已经取消过了，无需再次取消", Action.VOID),
        ("该运单已取消成功,请勿重复操作", Action.VOID),
        ("物流商系统无此运单，无法取消", Action.UNKNOWN),
        ("商家电子面单余额不足", Action.USED_UP),
        ("取消总数/取号总数超过最大比例", Action.REFUSED),
    ],
)
def test_what_platforms_say_is_understood_by_its_words(sentence, action):
    assert by_words(sentence) is action


def batches_of(asked, *, bad=(), down=()):
    def ask(batch):
        asked.append("".join(batch))
        if set(batch) & set(down):
            raise ProviderDown(provider="p", reason="r")
        if set(batch) & set(bad):
            raise ProviderRefused(provider="p", sentence="s", reason="r")
        return {one: one.upper() for one in batch}

    return ask


def asked_for(letters, ask, *, most):
    return ask_in_batches(letters, named=str, together=lambda _: None, most=most, ask=ask, at_once=1)


def test_one_at_fault_is_found_and_the_others_are_answered():
    asked: list[str] = []
    answers = asked_for("abcde", batches_of(asked, bad="c"), most=4)
    assert {name for name, answer in answers.items() if isinstance(answer, ProviderRefused)} == {"c"}
    assert asked == ["abcd", "ab", "cd", "c", "d", "e"]


def test_nobody_is_asked_after_the_provider_fell_silent():
    asked: list[str] = []
    answers = asked_for("abcdefghijklmnopqrst", batches_of(asked, down="cdefghijklmnopqrst"), most=2)
    assert asked == ["ab", "cd", "c", "d", "ef", "e", "f", "gh", "g"]
    assert [name for name, answer in answers.items() if answer == name.upper()] == ["a", "b"]


@pytest.mark.parametrize("stumbling", ["a", "m", "z"])
def test_one_that_makes_the_provider_stumble_holds_up_no_other(stumbling):
    asked: list[str] = []
    letters = "abcdefghijklmnopqrstuvwxyz"
    answers = asked_for(letters, batches_of(asked, down=stumbling), most=26)
    assert {name for name, answer in answers.items() if isinstance(answer, ProviderDown)} == {stumbling}


@given(st.sets(st.integers(0, 25)), st.sets(st.integers(0, 25)), st.integers(1, 9))
def test_each_is_answered_once_and_only_the_bad_are_refused(wanted, bad, most):
    asked: list[int] = []

    def ask(batch):
        if set(batch) & bad:
            raise ProviderRefused(provider="p", sentence="s", reason="r")
        asked.extend(batch)
        return {str(one): one for one in batch}

    answers = ask_in_batches(sorted(wanted), named=str, together=lambda one: one % 3, most=most, ask=ask, at_once=1)
    assert answers.keys() == {str(one) for one in wanted}
    assert sorted(asked) == sorted(wanted - bad)
    assert {name for name, answer in answers.items() if isinstance(answer, ProviderRefused)} == {
        str(one) for one in wanted & bad
    }
