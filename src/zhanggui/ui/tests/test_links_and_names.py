"""What leads from one document to another, and who is named beside what was done."""

import re
from pathlib import Path

from django.utils import timezone, translation

import zhanggui
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.programs import PROGRAMS, shown_doer, shown_name
from zhanggui.ui.templatetags.ui import cell, links, moment


def test_a_link_leads_only_where_the_actor_may_go(clerk):
    assert sheet_link("baskets", 7, "B-7", clerk) == [{"label": "B-7", "href": "/sheet/baskets/7/"}]
    assert sheet_link("baskets", 7, "B-7", Actor(name="Stranger")) == [{"label": "B-7", "href": ""}]
    assert sheet_link("nowhere", 7, "B-7", clerk) == [{"label": "B-7", "href": ""}]
    assert sheet_link("baskets", None, "", clerk) == []


def test_labels_of_links_are_text():
    assert "<b>" not in links([{"label": "<b>", "href": "/x"}, {"label": "<b>", "href": ""}])


def test_every_program_has_a_name_people_call_it_by():
    found = set()
    for path in (Path(zhanggui.__file__).parent).rglob("*.py"):
        if "tests" not in path.parts and path.name != "testing.py":
            found |= set(re.findall(r'system_actor\("([^"]+)"', path.read_text()))
    assert found
    assert found <= set(PROGRAMS)


def test_programs_are_named_in_the_readers_language_and_people_as_they_are():
    with translation.override("zh-hans"):
        assert shown_name("planner", is_person=False) != "planner"
        assert shown_name("planner", is_person=True) == "planner"
        assert shown_name("somebody", is_person=False) == "somebody"
    with translation.override("en"):
        assert shown_name("planner", is_person=False) == PROGRAMS["planner"]


def test_a_column_of_people_calls_a_program_by_its_name(clerk):
    column = Column("settled_by", "Settled by", "person")
    with translation.override("zh-hans"):
        assert column.read({"settled_by": "planner"}, {}, clerk) == shown_doer("planner") == cell(column, "planner")
        assert column.read({"settled_by": "钱掌柜"}, {}, clerk) == "钱掌柜"


def test_a_moment_of_another_year_says_its_year():
    now = timezone.localtime()
    assert f">{now:%m-%d %H:%M}<" in moment(now)
    assert f">{now.year - 1}-03-04<" in moment(now.replace(year=now.year - 1, month=3, day=4))
