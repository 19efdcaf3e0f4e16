"""Queries are read as they are written, and only what was asked for is given."""

import pytest

from zhanggui.simulators.stage.graphql import WrongQuery, asked_cost, pick, read_query, real_cost

SHIRT = {
    "__typename": "Product",
    "id": "1",
    "title": "Shirt",
    "price": None,
    "variants": lambda given: {
        "__typename": "Connection",
        "nodes": [{"__typename": "Variant", "id": str(n)} for n in range(given["first"])],
    },
}


def picked(query, value=SHIRT, **variables):
    return pick(value, read_query(query, variables).fields)


def test_fields_have_other_names_when_they_are_wanted():
    assert picked("{ name: title, id }") == {"name": "Shirt", "id": "1"}


def test_arguments_are_written_or_given_or_what_they_are_by_default():
    for query, variables in (
        ("{ variants(first: 2) { nodes { id } } }", {}),
        ("query Some($n: Int!) { variants(first: $n) { nodes { id } } }", {"n": 2}),
        ("query Some($n: Int = 2) { variants(first: $n) { nodes { id } } }", {}),
    ):
        assert picked(query, **variables) == {"variants": {"nodes": [{"id": "0"}, {"id": "1"}]}}


def test_values_of_every_kind_are_read():
    query = r"""mutation { do(a: -1, b: 1.5, c: "x\n\u4e2d", d: true, e: null, f: WORD, g: [1, 2], h: {i: "j"}) }"""
    (field,) = read_query(query).fields
    assert field.arguments == {"a": -1, "b": 1.5, "c": "x\n中", "d": True, "e": None, "f": "WORD", "g": [1, 2],
                               "h": {"i": "j"}}  # fmt: skip


def test_a_variable_that_is_not_given_leaves_its_argument_out():
    (field,) = read_query("query($a: Int, $b: Int) { x(a: $a, b: {c: $b}) }", {"b": 1}).fields
    assert field.arguments == {"b": {"c": 1}}


def test_fragments_belong_to_their_type():
    query = "{ ... on Product { title } ...Own ... on Variant { sku } } fragment Own on Product { id }"
    assert picked(query) == {"title": "Shirt", "id": "1"}


def test_directives_are_read_with_their_arguments():
    (field,) = read_query("mutation($k: String!) { set(x: 1) @idempotent(key: $k) { id } }", {"k": "a"}).fields
    assert field.directives == {"idempotent": {"key": "a"}}


def test_of_several_operations_the_named_one_is_done():
    query = "query A { a } # the other\nmutation B { b }"
    assert [read_query(query, {}, name).fields[0].name for name in ("", "A", "B")] == ["a", "a", "b"]
    assert read_query(query, {}, "B").kind == "mutation"
    with pytest.raises(WrongQuery, match="C"):
        read_query(query, {}, "C")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "{",
        "{ a",
        "{ a(b) }",
        "{ a(b: ) }",
        "{ 1 }",
        "subscription { a }",
        "{ ...Nowhere }",
        '{ a(b: "x) }',
        "{ ; }",
    ],
)
def test_what_is_no_query_is_refused(query):
    with pytest.raises(WrongQuery):
        read_query(query)


@pytest.mark.parametrize("query", ["{ colour }", "{ title { id } }", "{ variants(first: 1) }"])
def test_what_a_type_does_not_have_is_refused(query):
    with pytest.raises(WrongQuery):
        picked(query)


def test_a_list_costs_what_it_may_have_and_then_what_it_has():
    fields = read_query(
        "{ shop { id } variants(first: 10) { nodes { id product { id } } pageInfo { endCursor } } }"
    ).fields
    assert asked_cost(fields) == 1 + 2 + 10 * 2
    given = {"shop": {"id": "1"}, "variants": {"nodes": [{"id": "1", "product": None}], "pageInfo": {"endCursor": "1"}}}
    assert real_cost(fields, given) == 1 + 2 + 1
