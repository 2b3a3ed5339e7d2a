"""JSON:API 1.0 as its text says, and documents that do not keep to it."""

from __future__ import annotations

from typing import Any

import pytest

from sdconvert.http.json_fields import Unexpected
from sdconvert.sources.jsonapi import Identifier, read_document

ARTICLE: dict[str, Any] = {
    "type": "articles",
    "id": "1",
    "attributes": {"title": "JSON:API", "body": {"words": [1, 2]}},
    "relationships": {
        "author": {"links": {"self": "/articles/1/relationships/author"}, "data": {"type": "people", "id": "9"}},
        "comments": {"data": [{"type": "comments", "id": "5"}, {"type": "comments", "id": "12"}]},
        "editor": {"data": None},
        "tags": {"data": []},
        "unloaded": {"links": {"related": "/articles/1/unloaded"}},
    },
}
COMPOUND: dict[str, Any] = {
    "jsonapi": {"version": "1.0"},
    "data": [ARTICLE],
    "included": [
        {"type": "people", "id": "9", "attributes": {"first-name": "Dan"}},
        {"type": "comments", "id": "5", "relationships": {"author": {"data": {"type": "people", "id": "2"}}}},
        {"type": "comments", "id": "12", "relationships": {"article": {"data": {"type": "articles", "id": "1"}}}},
    ],
    "links": {"self": "/articles", "next": {"href": "/articles?page=2", "meta": {"count": 10}}, "last": None},
    "meta": {"total": 1},
    "not-of-1.0": "ignored",
}


def nested(document: dict[str, Any]) -> dict[str, Any]:
    read = read_document(document)
    return read.nest(read.data[0])


def test_a_compound_document_is_one_object_with_its_relations_inside() -> None:
    assert nested(COMPOUND) == {
        "id": "1",
        "type": "articles",
        "title": "JSON:API",
        "body": {"words": [1, 2]},
        "author": {"id": "9", "type": "people", "first-name": "Dan"},
        "comments": [
            {"id": "5", "type": "comments", "author": {"id": "2", "type": "people"}},
            {"id": "12", "type": "comments", "article": {"id": "1", "type": "articles"}},
        ],
        "editor": None,
        "tags": [],
    }


def test_links_are_texts_or_objects_and_null_is_none() -> None:
    document = read_document(COMPOUND)
    assert document.links == {"self": "/articles", "next": "/articles?page=2"}
    assert document.says_which_pages
    assert not read_document({"data": [], "links": {"self": "/"}}).says_which_pages
    assert document.meta == {"total": 1}


def test_a_single_resource_and_null_are_primary_data_too() -> None:
    assert [one.identifier for one in read_document({"data": ARTICLE}).data] == [Identifier("articles", "1")]
    assert read_document({"data": None}).data == ()


def test_a_relation_to_other_primary_data_is_resolved() -> None:
    other = {"type": "articles", "id": "2", "relationships": {"before": {"data": {"type": "articles", "id": "1"}}}}
    document = read_document({"data": [ARTICLE, other]})
    assert document.nest(document.data[1])["before"]["title"] == "JSON:API"


def test_a_circle_ends_where_it_closes() -> None:
    a = {"type": "t", "id": "a", "attributes": {"n": 1}, "relationships": {"to": {"data": {"type": "t", "id": "b"}}}}
    b = {"type": "t", "id": "b", "attributes": {"n": 2}, "relationships": {"to": {"data": {"type": "t", "id": "a"}}}}
    assert nested({"data": a, "included": [b]}) == {
        "id": "a",
        "type": "t",
        "n": 1,
        "to": {"id": "b", "type": "t", "n": 2, "to": {"id": "a", "type": "t"}},
    }


def test_names_that_are_taken_are_kept_all_the_same() -> None:
    given = {
        "type": "t",
        "id": "1",
        "attributes": {"id": 7, "type": "x", "name": "n"},
        "relationships": {"name": {"data": None}},
    }
    assert nested({"data": given}) == {
        "id": "1",
        "type": "t",
        "attributes.id": 7,
        "attributes.type": "x",
        "name": "n",
        "relationships.name": None,
    }


def test_a_number_as_an_id_is_taken_as_a_text() -> None:
    related = {"author": {"data": {"type": "people", "id": 9}}}
    document = {
        "data": {"type": "t", "id": 1, "relationships": related},
        "included": [{"type": "people", "id": "9", "attributes": {"n": 1}}],
    }
    assert nested(document) == {"id": "1", "type": "t", "author": {"id": "9", "type": "people", "n": 1}}


def test_relations_that_multiply_without_end_are_refused() -> None:
    def level(at: int) -> dict[str, Any]:
        twice = [{"type": "t", "id": str(at + 1)}] * 2
        return {"type": "t", "id": str(at), "relationships": {"to": {"data": twice}}}

    with pytest.raises(Unexpected, match="no end"):
        nested({"data": level(0), "included": [level(at) for at in range(1, 25)]})


def test_a_chain_of_relations_that_is_too_long_is_refused() -> None:
    def link(at: int) -> dict[str, Any]:
        return {"type": "t", "id": str(at), "relationships": {"to": {"data": {"type": "t", "id": str(at + 1)}}}}

    assert nested({"data": link(0), "included": [link(at) for at in range(1, 20)]})
    with pytest.raises(Unexpected, match="too deeply"):
        nested({"data": link(0), "included": [link(at) for at in range(1, 5000)]})


def test_errors_are_read_with_what_they_state() -> None:
    errors = [
        {"status": "422", "title": "Invalid", "detail": "No such order.", "source": {"parameter": "ordering"}},
        {"code": 17, "source": {"pointer": "/data"}, "links": {"about": "/x"}},
        {},
    ]
    document = read_document({"errors": errors})
    assert [str(one) for one in document.errors] == ["No such order. (ordering)", "17 (/data)", "no reason is given"]
    assert document.errors[0].status == "422"


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "data",
        {},
        {"meta": {}},
        {"data": 3},
        {"data": ["x"]},
        {"data": [{"id": "1"}]},
        {"data": [{"type": "t"}]},
        {"data": [{"type": "t", "id": ""}]},
        {"data": [{"type": "t", "id": True}]},
        {"data": [{"type": 1, "id": "1"}]},
        {"data": [{"type": "t", "id": "1", "attributes": []}], "included": []} | {"included": {}},
        {"data": [{"type": "t", "id": "1", "attributes": "x"}]},
        {"data": [{"type": "t", "id": "1", "relationships": [1]}]},
        {"data": [{"type": "t", "id": "1", "relationships": {"a": 1}}]},
        {"data": [{"type": "t", "id": "1", "relationships": {"a": {"data": "x"}}}]},
        {"data": [{"type": "t", "id": "1", "meta": "x"}]},
        {"data": [], "included": {"a": 1}},
        {"data": [], "links": "x"},
        {"data": [], "links": {"next": 3}},
        {"data": [], "meta": 3},
        {"errors": {"a": 1}},
        {"errors": ["x"]},
    ],
)
def test_what_is_no_such_document_says_so(value: object) -> None:
    with pytest.raises(Unexpected):
        read_document(value)
