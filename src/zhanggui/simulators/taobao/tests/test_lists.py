"""Windows, pages, fields, and what moves while a list is read."""

import pytest

SOLD = "taobao.trades.sold.get"
INCREMENT = "taobao.trades.sold.increment.get"
DAY = {"start_modified": "2025-03-03 10:00:00", "end_modified": "2025-03-04 10:00:00"}


def tids_of(answer):
    return [trade["tid"] for trade in answer["trades"]["trade"]]


def test_newest_change_first_with_total(served):
    served.simulator.place(90, spread_s=3600)
    pages = [served.call(INCREMENT, fields="tid,modified", page_no=page, **DAY) for page in (1, 2, 3)]
    assert [len(tids_of(page)) for page in pages] == [40, 40, 10]
    assert {page["total_results"] for page in pages} == {90}
    moments = [trade["modified"] for page in pages for trade in page["trades"]["trade"]]
    assert moments == sorted(moments, reverse=True)


def test_has_next_instead_of_total(served):
    served.simulator.place(5)
    first = served.call(INCREMENT, fields="tid", page_size=3, use_has_next="true", **DAY)
    last = served.call(INCREMENT, fields="tid", page_size=3, page_no=2, use_has_next="true", **DAY)
    assert (first["has_next"], last["has_next"]) == (True, False)
    assert "total_results" not in first


@pytest.mark.parametrize(
    "params",
    [
        {"start_modified": "2025-03-03 09:59:59"},
        {"start_modified": "2025-03-04 10:00:01"},
        {"start_modified": "03/03/2025"},
        {"page_size": 101},
        {"page_size": "many"},
        {"page_no": 0},
        {"use_has_next": "yes"},
    ],
)
def test_bad_window_or_page(served, params):
    answer = served.call(INCREMENT, **{"fields": "tid", **DAY, **params})
    assert answer["code"] == 41
    assert answer["sub_code"].startswith("isv.invalid-parameter")


@pytest.mark.parametrize("lacking", ["fields", "start_modified", "end_modified"])
def test_missing_argument(served, lacking):
    answer = served.call(INCREMENT, **{"fields": "tid", **DAY, lacking: None})
    assert (answer["code"], answer["msg"]) == (40, f"Missing required arguments:{lacking}")


def test_created_list_reaches_three_months_back(served):
    served.simulator.place(3)
    assert served.call(SOLD, fields="tid", start_created="2025-03-04 00:00:00")["total_results"] == 3
    assert served.call(SOLD, fields="tid", start_created="2024-11-01 00:00:00")["code"] == 41


def test_filter_by_status(served):
    served.simulator.place(2, paid=False)
    paid = served.simulator.place(3)
    found = served.call(SOLD, fields="tid,status", status="WAIT_SELLER_SEND_GOODS")
    assert sorted(tids_of(found)) == sorted(map(int, paid))
    assert served.call(SOLD, fields="tid", status="ALL_WAIT_PAY")["total_results"] == 2
    assert served.call(SOLD, fields="tid", type="step")["total_results"] == 0
    assert served.call(SOLD, fields="tid", type="guarantee_trade,cod")["total_results"] == 5


def test_lists_leave_out_what_only_the_full_trade_has(served):
    tid = served.simulator.place(1)[0]
    served.simulator.message(tid, "周末送货")
    listed = served.call(INCREMENT, fields="tid,buyer_message,seller_memo,promotion_details", **DAY)
    assert listed["trades"]["trade"] == [{"tid": int(tid)}]
    assert served.call("taobao.trade.fullinfo.get", tid=tid, fields="buyer_message")["trade"] == {
        "buyer_message": "周末送货"
    }


@pytest.mark.parametrize(("pages", "lost"), [((1, 2, 3), 1), ((3, 2, 1), 0)])
def test_who_pages_forward_loses_a_trade_and_who_pages_backward_does_not(served, watch, pages, lost):
    placed = {int(tid) for tid in served.simulator.place(30, spread_s=3000)}
    watch.advance(seconds=30)
    served.simulator.chaos.add("motion", times=1)
    seen: set[int] = set()
    for page in pages:
        seen |= set(tids_of(served.call(INCREMENT, fields="tid", page_size=10, page_no=page, **DAY)))
    assert len(placed - seen) == lost


def test_a_change_pushes_the_rows_to_later_pages(served):
    tids = served.simulator.place(4, spread_s=400)
    served.simulator.clock.advance(5)
    window = DAY | {"end_modified": "2025-03-04 10:00:05", "start_modified": "2025-03-04 09:00:00"}
    before = tids_of(served.call(INCREMENT, fields="tid", page_size=2, **window))
    served.simulator.repeat(tids[0])
    after = tids_of(served.call(INCREMENT, fields="tid", page_size=2, **window))
    assert before == [int(tids[3]), int(tids[2])]
    assert after == [int(tids[0]), int(tids[3])]


def test_a_deep_page_of_thousands_is_quick(served):
    served.simulator.place(3000, spread_s=3600)
    deep = served.call(INCREMENT, fields="tid,orders", page_size=100, page_no=30, use_has_next="true", **DAY)
    assert len(tids_of(deep)) == 100
    assert served.simulator.log[0]["ms"] < 500
