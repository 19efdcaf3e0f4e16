"""Whatever stands in an address or a body is answered with a sentence or with nothing found, never with a 500."""

import pytest
from django.test import Client

from tests.review.test_stations import send
from zhanggui.people.testing import make_user
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
WORDS = ("x", "\ud800", "9" * 30, "%", "'", "😀")
KEYS = ("9" * 20, "9" * 5_000, "-1", "²", "x,,1", "\ud800", "😀", "")
PAPERS = ("labels", "labels/page", "notes", "pick-list", "sort-sheet", "shortage-slip", "shortage-slip/page")


@pytest.fixture
def owner(db):
    client = Client(raise_request_exception=False)
    client.force_login(make_user("olga", roles=["owner"]))
    return client


def written(word: str) -> str:
    """As a script that does not look would put it into an address."""
    return word.encode("utf-8", "surrogatepass").decode("latin-1")


@pytest.mark.parametrize("name", sorted(desks()))
def test_every_desk_answers_whatever_is_searched_for(owner, name):
    answers = {word: owner.get(f"/desk/{name}/rows", {"q": written(word)}).status_code for word in WORDS}
    assert answers == dict.fromkeys(WORDS, 200)


@pytest.mark.parametrize("asked", ["ids", "wave", "orders"])
@pytest.mark.parametrize("door", PAPERS)
def test_every_paper_answers_whatever_is_asked_for(owner, door, asked):
    answers = {key: owner.get(f"/papers/{door}", {asked: written(key)}).status_code for key in KEYS}
    assert {key: state for key, state in answers.items() if not 400 <= state < 500} == {}


@pytest.mark.parametrize("key", ["9" * 20, "²", "x"])
def test_every_sheet_answers_whatever_is_asked_for(owner, key):
    names = [name for name, desk in desks().items() if desk.has_sheet]
    assert {owner.get(f"/sheet/{name}/{key}/").status_code for name in names} == {404}


@pytest.mark.parametrize("word", ["\ud800", "x\udc00", "\udc00\ud800", "a\\\\\ud800"])
def test_half_a_pair_is_refused_at_every_door(owner, world, word):
    assert send(owner, "verify", code=word) == 400
    assert send(owner, "verify", context={"parcel": word}) == 400
    assert owner.post("/api/v1/hold-orders", {"note": word}, content_type="application/json").status_code < 500


@pytest.mark.parametrize("word", ["😀", "\\ud800", "\\u0000"])
def test_whole_pairs_and_written_backslashes_pass(owner, world, word):
    assert send(owner, "verify", code=word) == 200
