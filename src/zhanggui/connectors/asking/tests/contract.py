"""What every provider of waybills must do, told once: a room's tests subclass it and say what differs.

The room gives the fixtures `provider`, `counter` (its simulator, serving) and `account`, and the few words below.
"""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any, ClassVar

from zhanggui.kernel.doors.waybills import (
    AccountBlocked,
    Cipher,
    Contact,
    Goods,
    Lost,
    NothingGiven,
    NumbersUsedUp,
    OffersTemplates,
    OnlyOnAsking,
    OrderName,
    ProviderDown,
    ProviderLoginExpired,
    ProviderRefused,
    Services,
    Waybill,
    WaybillAccount,
    WaybillCollected,
    WaybillName,
    WaybillRequest,
    WaybillUnknown,
)

SENDER = Contact(
    name="王发货",
    mobile="13800000001",
    state="浙江省",
    city="金华市",
    district="义乌市",
    town="江东街道",
    address="示例路88号",
)
RECEIVER = Contact(
    name="李收货",
    mobile="13900000002",
    state="广东省",
    city="深圳市",
    district="南山区",
    town="粤海街道",
    address="示例大道1号",
)


def parcel(key: str, *, platform: str = "taobao", **changes: Any) -> WaybillRequest:
    """A parcel of one order, which is named after the key unless said otherwise."""
    request = WaybillRequest(
        key=key,
        carrier="zto",
        orders=(OrderName(platform, f"33{key.rjust(16, '0')}"),),
        receiver=RECEIVER,
        goods=(Goods("示例T恤 黑色 L", 2),),
        template="http://cloudprint.example.test/template/standard/1",
        weight=500,
    )
    return replace(request, **changes)


def number_of(answer: Any) -> str:
    assert isinstance(answer, Waybill), answer
    return answer.number


class ProviderContract:
    """The promises of the door, over the real socket."""

    platform = "taobao"
    call_that_gives: ClassVar[str]
    """The simulator's name of the call that gives numbers: where faults are set."""
    has_cipher_texts = False
    finds_by_order = False
    finds_by_number = True
    tells_templates = True
    loses_after_giving = "drop_after"

    def parcels(self, count: int, start: int = 1) -> list[WaybillRequest]:
        return [parcel(f"{start + one:06d}", platform=self.platform) for one in range(count)]

    def taken(self, provider, account, requests) -> dict[str, str]:
        return {key: number_of(answer) for key, answer in provider.take(account, requests=requests).items()}

    def asked_of(self, counter, number: str) -> str:
        """Everything the platform was sent for this number."""
        return str(counter.numbers.given[number].asked)

    def branch(self, counter):
        return next(branch for branch in counter.numbers.branches if branch.left is not None)

    def test_each_parcel_gets_its_own_number_and_what_prints_it(self, provider, counter, account):
        requests = self.parcels(23)
        answers = provider.take(account, requests=requests)
        assert answers.keys() == {request.key for request in requests}
        numbers = {number_of(answer) for answer in answers.values()}
        assert len(numbers) == 23 == len(counter.numbers.given)
        assert all(answer.carrier == "zto" and answer.print_data.content for answer in answers.values())

    def test_the_same_key_is_given_the_same_number(self, provider, counter, account):
        requests = self.parcels(3)
        first = self.taken(provider, account, requests)
        assert self.taken(provider, account, requests) == first
        other = replace(requests[0], key="another")
        assert self.taken(provider, account, [other])["another"] not in first.values()

    def test_an_answer_that_is_lost_is_asked_for_again(self, provider, counter, account):
        requests = self.parcels(2)
        counter.server.faults.add(self.loses_after_giving, call=self.call_that_gives, times=2)
        lost = provider.take(account, requests=requests)
        assert any(isinstance(answer, ProviderDown) for answer in lost.values())
        given = set(counter.numbers.given)
        counter.server.faults.clear()
        again = set(self.taken(provider, account, requests).values())
        assert given
        assert given <= again
        assert len(again) == len(counter.numbers.given) == 2

    def test_whatever_the_network_does_each_key_ends_with_one_number(self, provider, counter, account):
        chance, rounds = Random(5), 0
        answers: dict[str, Waybill] = {}
        requests = self.parcels(12)
        while len(answers) < len(requests):
            rounds += 1
            kinds = ["drop", "drop_after", "http500", "http502", "html", "truncate"] if rounds < 8 else []
            for kind in chance.choices(kinds, k=2) if kinds else []:
                counter.server.faults.add(kind, call=self.call_that_gives)
            waiting = [one for one in requests if one.key not in answers]
            told = provider.take(account, requests=waiting)
            answers |= {key: answer for key, answer in told.items() if isinstance(answer, Waybill)}
            assert {type(told[key]) for key in told.keys() - answers.keys()} <= {ProviderDown}
            counter.server.faults.clear()
        assert {answer.number for answer in answers.values()} == counter.numbers.given.keys()
        assert len(counter.numbers.given) == len(requests)

    def test_a_provider_in_trouble_is_down_and_no_number_is_spent(self, provider, counter, account):
        for kind in ("http500", "html"):
            counter.server.faults.add(kind, call=self.call_that_gives, times=10)
            (answer,) = provider.take(account, requests=self.parcels(1)).values()
            assert isinstance(answer, ProviderDown)
            counter.server.faults.clear()
        assert counter.numbers.given == {}

    def test_rows_told_twice_are_one_waybill(self, provider, counter, account):
        counter.tells_twice = True
        answers = provider.take(account, requests=self.parcels(2))
        assert [answer.sub_numbers for answer in answers.values()] == [(), ()]

    def test_a_number_is_cancelled_once_and_goes_back_to_the_branch(self, provider, counter, account):
        before = self.branch(counter).left
        ((key, number),) = self.taken(provider, account, self.parcels(1)).items()
        name = WaybillName(key, "zto", number)
        assert provider.cancel(account, waybills=[name]) == {}
        assert provider.cancel(account, waybills=[name]) == {}
        assert self.branch(counter).left == before
        assert counter.numbers.given[number].state == "cancelled"

    def test_a_cancel_whose_answer_is_lost_is_done_when_asked_again(self, provider, counter, account):
        left = self.branch(counter).left
        ((key, number),) = self.taken(provider, account, self.parcels(1)).items()
        name = WaybillName(key, "zto", number)
        counter.server.faults.add("drop_after")
        assert isinstance(provider.cancel(account, waybills=[name])[number], ProviderDown)
        assert provider.cancel(account, waybills=[name]) == {}
        assert self.branch(counter).left == left

    def test_what_is_collected_or_unknown_is_not_cancelled(self, provider, counter, account):
        taken = self.taken(provider, account, self.parcels(2))
        collected, free = taken.values()
        counter.numbers.collect(collected)
        names = [WaybillName("k", "zto", number) for number in (collected, free, "75999999999999")]
        refused = provider.cancel(account, waybills=names)
        assert {number: type(refusal) for number, refusal in refused.items()} == {
            collected: WaybillCollected,
            "75999999999999": WaybillUnknown,
        }
        assert refused[collected].data["sentence"]

    def test_a_wrong_secret_ends_the_set_at_once(self, provider, counter, account):
        secret = next(name for name in account.secrets if name.endswith("secret"))
        wrong = replace(account, secrets={**account.secrets, secret: "wrong"})
        answers = provider.take(wrong, requests=self.parcels(60))
        assert {type(answer) for answer in answers.values()} == {AccountBlocked}
        assert len(counter.server.calls) <= 8
        assert counter.numbers.given == {}

    def test_an_expired_authorisation_is_told_for_the_whole_set(self, provider, counter, account):
        counter.is_session_good = False
        answers = provider.take(account, requests=self.parcels(12))
        assert {type(answer) for answer in answers.values()} == {ProviderLoginExpired}
        names = [WaybillName("k", "zto", "75000000000001")]
        assert isinstance(provider.cancel(account, waybills=names)["75000000000001"], ProviderLoginExpired)

    def test_an_empty_pool_gives_what_is_left_and_refuses_the_rest(self, provider, counter, account):
        self.branch(counter).left = 3
        answers = provider.take(account, requests=self.parcels(5)).values()
        assert sum(isinstance(answer, Waybill) for answer in answers) == 3
        assert sum(isinstance(answer, NumbersUsedUp) for answer in answers) == 2

    def test_one_bad_parcel_spoils_no_other(self, provider, counter, account):
        good, bad = self.parcels(4), parcel("bad", platform=self.platform, receiver=replace(RECEIVER, address=""))
        answers = provider.take(account, requests=[*good[:2], bad, *good[2:]])
        assert isinstance(answers.pop("bad"), ProviderRefused)
        assert all(isinstance(answer, Waybill) for answer in answers.values())

    def test_what_cannot_be_asked_is_refused_without_asking(self, provider, counter, account):
        nobody = parcel("1", platform=self.platform, carrier="pigeon")
        nothing = parcel("2", platform=self.platform, goods=())
        answers = provider.take(account, requests=[nobody, nothing])
        assert {key: answer.code() for key, answer in answers.items()} == {
            "1": "carrier_not_offered",
            "2": "request_unfit",
        }
        assert not counter.server.calls

    def test_an_encrypted_receiver_reaches_the_platform_untouched(self, provider, counter, account):
        order = OrderName(self.platform, "3300000000000000077")
        texts = {"name": "~A1b2==~1~", "mobile": "~C3+/d4==~1~", "address": "~E5f6==~1~"}
        cipher = Cipher(self.platform, order.number, token="1aBc+/Oaid==", texts=texts if self.has_cipher_texts else {})
        masked = replace(RECEIVER, name="李**", mobile="*******0002", address="示**道**号")
        request = parcel("77", orders=(order,), receiver=masked, cipher=cipher)
        (number,) = self.taken(provider, account, [request]).values()
        sent = self.asked_of(counter, number)
        wanted = texts.values() if self.has_cipher_texts else [cipher.token]
        assert all(word in sent for word in (*wanted, order.number))

    def test_a_receiver_only_others_can_read_is_not_asked_for(self, provider, counter, account):
        strange = Cipher("elsewhere", "1", texts={"name": "~A1b2==~1~"})
        answers = provider.take(account, requests=[parcel("9", platform=self.platform, cipher=strange)])
        assert answers["9"].data["field"] == "cipher"
        assert not counter.server.calls

    def test_value_added_services_are_asked_for(self, provider, counter, account):
        services = Services(cash_to_collect=Decimal("199.5"), insured_value=Decimal(3000))
        (number,) = self.taken(provider, account, [parcel("5", platform=self.platform, services=services)]).values()
        assert "199" in self.asked_of(counter, number)

    def test_subscriptions_tell_the_numbers_left(self, provider, counter, account):
        self.taken(provider, account, self.parcels(2))
        (branch,) = provider.subscriptions(account, carrier="zto")
        known = self.branch(counter)
        assert (branch.carrier, branch.branch.code, branch.left) == ("zto", known.code, known.left)
        assert branch.senders[0].address == SENDER.address

    def test_labels_to_choose_from_are_told_with_their_address(self, provider, account):
        if not isinstance(provider, OffersTemplates) or not self.tells_templates:
            return
        offered = provider.templates(account, carrier="zto")
        assert {one.carrier for one in offered} == {"zto"}
        assert all(one.code and one.name and one.url.startswith("http") for one in offered)
        assert len(provider.templates(account)) > len(offered)

    def test_what_was_given_is_told_again_without_giving(self, provider, counter, account):
        first, second = self.parcels(2)
        number = self.taken(provider, account, [first])[first.key]
        by_number = provider.recover(account, lost=[Lost(first, number=number)])[first.key]
        by_order = provider.recover(account, lost=[Lost(first), Lost(second)])
        if self.finds_by_number:
            assert number_of(by_number) == number
            assert by_number.print_data.content
        else:
            assert isinstance(by_number, OnlyOnAsking)
        if self.finds_by_order:
            assert number_of(by_order[first.key]) == number
            assert isinstance(by_order[second.key], NothingGiven)
        else:
            assert {type(answer) for answer in by_order.values()} == {OnlyOnAsking}
        assert len(counter.numbers.given) == 1


def account_with(settings: dict[str, str], secrets: dict[str, str], **others: Any) -> WaybillAccount:
    return WaybillAccount(account_id=1, code="EB01", settings=settings, secrets=secrets, sender=SENDER, **others)
