import httpx

from zhanggui.simulators.sf import SfSimulator
from zhanggui.simulators.stage.clock import standing_still
from zhanggui.simulators.stage.journeys import Untidiness, happened
from zhanggui.simulators.stage.pushing import Message, Pusher


def kinds(happenings):
    return [one.kind for one in happenings]


def test_a_script_plays_by_the_clock():
    clock = standing_still()
    since = clock()
    assert not happened("1", "ordinary", since=since, now=clock())
    assert kinds(happened("1", "ordinary", since=since, now=clock.advance(hours=6))) == ["collected", "departed"]


def test_late_repeated_and_shuffled_telling_tells_the_same_things():
    clock = standing_still()
    tidy = happened("1", "ordinary", since=clock(), now=clock.advance(hours=6))
    untidy = Untidiness(late_kinds=["collected"], late_minutes=600, repeated=True, shuffled=True)
    assert set(kinds(untidy.told(tidy, clock()))) == {"departed"}
    told = untidy.told(tidy, clock.advance(hours=12))
    assert (len(told), set(told)) == (4, set(tidy))


def test_the_script_can_be_played_over_http():
    simulator = SfSimulator()
    with simulator.server.serving() as url, httpx.Client(base_url=url, trust_env=False) as client:
        faults = client.post("/sim/faults", json={"slow_s": 0.001, "faults": [{"kind": "http500"}]}).json()
        assert faults["faults"][0]["kind"] == "http500"
        assert client.post("/std/service", data={}).status_code == 500
        assert client.post("/sim/faults", json={"faults": [{"kind": "none"}]}).status_code == 400
        played = client.post("/sim/journeys", json={"script": "refused", "late_kinds": ["arrived"]}).json()
        assert (played["script"], played["late_kinds"], played["shuffled"]) == ("refused", ["arrived"], False)
        assert client.post("/sim/journeys", json={"script": "none"}).status_code == 400
        assert client.post("/sim/clock", json={"advance_s": 60}).json()["now"]
        assert client.post("/nowhere").status_code == 404


def test_a_message_is_given_until_it_is_answered_as_it_must_be():
    pusher = Pusher(lambda answer: answer == b"yes")
    nobody = Message("1", "http://127.0.0.1:9/", b"")
    assert pusher.push([nobody]) == 0
    assert not pusher.answers
