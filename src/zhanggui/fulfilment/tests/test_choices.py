"""The choice of warehouse and carrier as rules: what can never happen, for any company."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.carrier_rules import CarrierRule, Goods, fits
from zhanggui.fulfilment.rules.choices import (
    Books,
    Case,
    Chooser,
    NoPlace,
    best_of,
    choose_each,
)
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.rules.reach import Stop

TODAY = date(2026, 11, 11)
HERE = Area("浙江省", "杭州市", "西湖区")
THERE = Area("广东省", "深圳市", "南山区")
PLACES = [HERE, THERE, Area("西藏自治区", "拉萨市", "城关区")]


def table(carrier, fee, days=2, warehouse_id=None, states="浙江 广东 西藏", **more):
    zone = Zone(
        "all",
        tuple(map(Area, states.split())),
        first_fee=Decimal(fee),
        step_fee=Decimal(1),
        days=days,
        **more,
    )
    return Table(f"{carrier}{warehouse_id}", carrier, (zone,), warehouse_id=warehouse_id)


def case(key=1, **changes):
    plain = Case(key, f"T{key}", 1, "sf", HERE, TODAY, {7: 1}, grams=800)
    return plain._replace(**changes)


BOOKS = Books([1, 2], TODAY, carriers={1: ["sf", "zto"], 2: ["sf", "zto"]}, free={(1, 7): 99, (2, 7): 99})


def chosen(books, one=None):
    choice = Chooser(books).choose(one or case())
    assert choice.chosen
    return choice.chosen.warehouse_id, choice.chosen.carrier


def reasons(books, one=None):
    return {
        (each.warehouse_id, each.carrier): [out.code() for out in each.out]
        for each in Chooser(books).judge(one or case())
    }


def test_with_nothing_written_down_priority_and_the_shop_decide():
    assert chosen(BOOKS) == (1, "sf")
    assert chosen(replace(BOOKS, warehouse_ids=[2, 1]), case(shop_carrier="zto")) == (2, "zto")


def test_the_cheapest_within_the_deadline_wins():
    prices = replace(BOOKS, tables=[table("sf", "9.00", days=1), table("zto", "4.00", days=3)])
    assert chosen(prices) == (1, "zto")
    late = case(leave_on=TODAY - timedelta(days=3))
    assert chosen(prices, late) == (1, "sf")


def test_no_price_lets_one_that_is_late_win_over_one_in_time():
    prices = replace(BOOKS, tables=[table("sf", "999.00", days=2), table("zto", "1.00", days=6)])
    choice = Chooser(prices).choose(case())
    assert choice.chosen
    assert choice.loser
    assert (choice.chosen.carrier, choice.chosen.late_days) == ("sf", 0)
    late = next(each for each in choice.candidates if each.carrier == "zto")
    assert (late.late_days, late.out) == (2, ())
    assert late.total > choice.chosen.total
    preferred = replace(prices, rules=[CarrierRule("cheap", "zto", False)])
    assert chosen(preferred) == (1, "sf"), "a rule prefers among those in time"
    assert chosen(prices, case(carrier_wish="zto")) == (1, "zto"), "what was asked for is kept"


def test_where_all_are_late_days_and_price_are_weighed_and_it_is_known():
    prices = replace(BOOKS, tables=[table("sf", "40.00", days=6), table("zto", "1.00", days=7)])
    choice = Chooser(prices).choose(case())
    assert choice.chosen
    assert (choice.chosen.carrier, choice.chosen.late_days) == ("sf", 2), "a day less for less than fifty yuan"
    dear = replace(BOOKS, tables=[table("sf", "99.00", days=6), table("zto", "1.00", days=7)])
    assert chosen(dear) == (1, "zto")


def test_a_price_of_the_warehouse_counts_before_the_price_of_all():
    prices = replace(BOOKS, tables=[table("sf", "9.00"), table("zto", "9.00"), table("zto", "2.00", warehouse_id=2)])
    assert chosen(prices) == (2, "zto")


def test_regions_draw_and_load_repels():
    assert chosen(replace(BOOKS, regions={2: {Area("浙江"): 50}})) == (2, "sf")
    assert chosen(replace(BOOKS, capacity={1: 100}, planned={1: 50})) == (2, "sf")


def test_each_thing_in_the_way_is_named():
    books = replace(
        BOOKS,
        areas={"sf": {Area("浙江"): False, Area("浙江", "杭州"): True}, "zto": {Area("浙江", "杭州", "西湖区"): False}},
        capacity={2: 3},
        planned={2: 3},
        free={(1, 7): 99},
    )
    out = reasons(books)
    assert out[1, "sf"] == []
    assert out[1, "zto"] == ["unreachable"]
    assert out[2, "sf"] == ["stock_missing", "warehouse_full"]


def test_a_stopped_station_takes_nothing_for_its_area_only():
    books = replace(BOOKS, stops=[Stop("sf", Area("浙江省", "杭州市"), "flood")])
    assert reasons(books)[1, "sf"] == ["station_stopped"]
    assert reasons(books, case(area=THERE))[1, "sf"] == []


def test_a_zone_that_is_not_served_is_out():
    books = replace(BOOKS, tables=[table("sf", "1", is_served=False), table("zto", "9")])
    assert chosen(books) == (1, "zto")


def test_rules_prefer_and_forbid_in_their_order():
    forbid = CarrierRule("no batteries", "sf", True, sku_id=7)
    prefer = CarrierRule("heavy", "sf", False, above_g=500)
    assert chosen(replace(BOOKS, rules=[forbid, prefer])) == (1, "zto")
    assert chosen(replace(BOOKS, rules=[prefer, forbid], tables=[table("sf", "99"), table("zto", "1")])) == (1, "sf")


def test_a_wish_wins_and_what_cannot_be_says_why():
    prices = replace(BOOKS, tables=[table("sf", "99"), table("zto", "1")])
    assert chosen(prices, case(carrier_wish="sf", warehouse_wish=2)) == (2, "sf")
    stopped = replace(prices, stops=[Stop("sf", Area("浙江"), "flood")])
    refusal = Chooser(stopped).choose(case(carrier_wish="sf")).refusal
    assert isinstance(refusal, NoPlace)
    assert [reason.code() for reason in refusal.data["reasons"]] == ["station_stopped"]


def test_a_wish_of_a_rule_wins_where_it_can_and_gives_way_where_it_cannot():
    prices = replace(BOOKS, tables=[table("sf", "99"), table("zto", "1")])
    ruled = case(carrier_wish="sf", warehouse_wish=2, ruled=frozenset({"carrier", "warehouse"}))
    assert chosen(prices, ruled) == (2, "sf")

    choice = Chooser(replace(prices, stops=[Stop("sf", Area("浙江"), "flood")])).choose(ruled)
    assert choice.chosen
    assert choice.gave_up
    assert (choice.chosen.warehouse_id, choice.chosen.carrier) == (2, "zto"), "the other half is kept"
    assert (choice.gave_up.warehouse_id, choice.gave_up.carrier) == (None, "sf")
    assert [reason.code() for reason in choice.gave_up.reasons] == ["station_stopped"]

    empty = Chooser(replace(prices, free={(1, 7): 99})).choose(ruled)
    assert empty.chosen
    assert empty.gave_up
    assert (empty.chosen.warehouse_id, empty.chosen.carrier) == (1, "sf")
    assert [reason.code() for reason in empty.gave_up.reasons] == ["stock_missing"]

    by_hand = Chooser(replace(prices, free={(1, 7): 99})).choose(ruled._replace(ruled=frozenset({"carrier"})))
    assert by_hand.is_short, "what a person chose is kept"


def test_a_carrier_that_does_not_collect_there_cannot_be_wished():
    refusal = (
        Chooser(replace(BOOKS, carriers={1: ["sf"], 2: ["zto"]}))
        .choose(case(warehouse_wish=1, carrier_wish="zto"))
        .refusal
    )
    assert refusal
    assert [reason.code() for reason in refusal.data["reasons"]] == ["carrier_not_there"]


def test_where_only_pieces_are_missing_the_fullest_warehouse_is_taken():
    choice = Chooser(replace(BOOKS, free={(2, 7): 3})).choose(case(needs={7: 5}))
    assert choice.is_short
    assert choice.chosen
    assert choice.chosen.warehouse_id == 2


def test_what_was_chosen_is_gone_for_the_next_and_who_leaves_first_chooses_first():
    books = replace(BOOKS, free={(1, 7): 1, (2, 7): 9})
    hurried, easy = case(1, leave_on=TODAY + timedelta(1)), case(2, leave_on=TODAY)
    choices = choose_each([hurried, easy], books)
    assert choices[2].chosen
    assert choices[2].chosen.warehouse_id == 1
    assert choices[1].chosen
    assert choices[1].chosen.warehouse_id == 2


def test_who_pays_at_the_door_is_sent_with_who_collects():
    books = replace(BOOKS, without_cash=frozenset({"sf"}))
    assert chosen(books) == (1, "sf")
    assert chosen(books, case(pays_at_door=True)) == (1, "zto")
    assert reasons(books, case(pays_at_door=True))[2, "sf"] == ["collects_no_cash"]


def test_remarks_categories_and_shops_are_read():
    goods = Goods(HERE, 400, 1, frozenset({3}), frozenset({7}), "请发顺丰SF")
    assert fits(CarrierRule("r", "sf", False, words="发顺丰", category_id=3, shop_id=1), goods)
    assert not fits(CarrierRule("r", "sf", False, shop_id=2), goods)
    assert not fits(CarrierRule("r", "sf", False, above_g=400), goods)
    assert fits(CarrierRule("r", "sf", False, up_to_g=400, area=Area("浙江")), goods)


carriers = st.sampled_from(["sf", "zto", "yto"])
maybe_area = st.sampled_from([*PLACES, Area("浙江省"), Area("广东", "深圳")])
companies = st.builds(
    Books,
    warehouse_ids=st.sampled_from([[1], [1, 2], [3, 1, 2]]),
    today=st.just(TODAY),
    carriers=st.dictionaries(st.integers(1, 3), st.lists(carriers, unique=True).map(sorted), max_size=3),
    regions=st.dictionaries(
        st.integers(1, 3), st.dictionaries(st.sampled_from([Area("浙江"), Area("广东", "深圳")]), st.integers(-50, 50))
    ),
    capacity=st.dictionaries(st.integers(1, 3), st.integers(1, 6)),
    planned=st.dictionaries(st.integers(1, 3), st.integers(0, 6)),
    areas=st.dictionaries(
        carriers, st.dictionaries(st.sampled_from([Area("浙江"), Area("广东", "深圳")]), st.booleans())
    ),
    stops=st.lists(st.builds(Stop, carriers, maybe_area, st.just("flood")), max_size=2),
    tables=st.lists(
        st.builds(
            table, carriers, st.integers(1, 20).map(str), st.integers(1, 9), st.sampled_from([None, 1, 2]),
            is_served=st.booleans(),
        ),
        max_size=3,
    ),
    rules=st.lists(
        st.builds(
            CarrierRule, st.just("r"), carriers, st.booleans(), area=st.one_of(st.none(), maybe_area),
            above_g=st.sampled_from([0, 500]), words=st.sampled_from(["", "顺丰"]),
        ),
        max_size=4,
    ),
    free=st.dictionaries(st.tuples(st.integers(1, 3), st.integers(7, 8)), st.integers(0, 5)),
)  # fmt: skip
cases = st.builds(
    Case,
    key=st.just(1),
    number=st.just("T"),
    shop_id=st.just(1),
    shop_carrier=carriers,
    area=st.sampled_from(PLACES),
    leave_on=st.integers(-4, 4).map(lambda days: TODAY + timedelta(days=days)),
    needs=st.dictionaries(st.integers(7, 8), st.integers(1, 4), min_size=1),
    grams=st.integers(0, 4000),
    remark=st.sampled_from(["", "发顺丰"]),
    warehouse_wish=st.sampled_from([None, None, 1, 2]),
    carrier_wish=st.sampled_from(["", "", "sf"]),
)


@given(companies, cases)
def test_nobody_who_is_excluded_is_ever_chosen(books, one):
    choice = Chooser(books).choose(one)
    possible = [each for each in choice.candidates if not each.out]
    if choice.chosen is None:
        assert choice.refusal
        assert not possible
    elif choice.is_short:
        assert {reason.code() for reason in choice.chosen.out} == {"stock_missing"}
        assert not possible
    else:
        assert choice.chosen.out == ()
        assert all((choice.chosen.is_late, -choice.chosen.total) <= (each.is_late, -each.total) for each in possible)


@given(companies, cases)
def test_nobody_late_is_chosen_while_one_in_time_is_possible(books, one):
    choice = Chooser(books).choose(one)
    if choice.chosen and choice.chosen.is_late:
        assert all(each.is_late or each.out for each in choice.candidates)


@given(companies, cases, st.data())
def test_one_more_that_is_worse_changes_nothing(books, one, data):
    candidates = Chooser(books).judge(one)
    before = best_of(one, candidates, warehouse_ids=books.warehouse_ids)
    if before.chosen is None or before.is_short:
        return
    points = data.draw(st.integers(1, 10**6))
    fewer = before.chosen._replace(carrier="zzz", total=before.chosen.total - points)
    late = before.chosen._replace(carrier="zzz", total=before.chosen.total + points, late_days=1)
    worse = fewer if before.chosen.is_late else data.draw(st.sampled_from([fewer, late]))
    place = data.draw(st.integers(0, len(candidates)))
    after = best_of(one, [*candidates[:place], worse, *candidates[place:]], warehouse_ids=books.warehouse_ids)
    assert after.chosen == before.chosen


@given(companies, st.lists(cases, min_size=1, max_size=6), st.randoms())
def test_the_order_in_which_a_set_is_named_changes_nothing(books, given_cases, random):
    named = [one._replace(key=key) for key, one in enumerate(given_cases)]
    shuffled = random.sample(named, len(named))
    first, second = choose_each(named, books), choose_each(shuffled, books)
    assert {key: choice.chosen for key, choice in first.items()} == {key: c.chosen for key, c in second.items()}
