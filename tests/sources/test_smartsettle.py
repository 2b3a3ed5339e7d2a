"""Smartsettle as its page describes it: each example, each parameter, paging to the end, and servers that go wrong."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest
from partner_kit import Time
from source_servers import EMAIL, KEY, Asked, Local, Told, smartsettle_answer

from sdconvert.errors import BadConfiguration, PartnerError, SourceUnreachable
from sdconvert.sources import RetryPolicy, Smartsettle, Timeouts, paging
from sdconvert.sources.errors import (
    AuthenticationFailed,
    CallError,
    CallTimedOut,
    Conflict,
    ConnectionFailed,
    EndlessPages,
    ForeignLink,
    InvalidRequest,
    MalformedAnswer,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
    UnexpectedStatus,
)

ORDERS = ("id", "name", "your_role", "other_party", "party_waiting_on", "session_number", "status", "last_update")


def negotiation(number: int, **attributes: Any) -> dict[str, Any]:
    return {"type": "negotiation", "id": str(number), "attributes": attributes}


def page(*numbers: int, **links: Any) -> Told:
    document: dict[str, Any] = {"data": [negotiation(number) for number in numbers]}
    return Told(document | ({"links": links} if links else {}))


def ids(listing: Any) -> list[str]:
    return [record.fields["id"] for record in listing]


def test_the_example_of_the_page_is_the_request_that_is_sent(serve: Any, settle: Any) -> None:
    local = serve(page())
    assert ids(settle(local).negotiations("settlement", "your_role", per_page=50)) == []
    assert local.targets == ["/api/negotiations?page=1&per_page=50&ordering=your_role&search=settlement"]
    headers = local.asked[0].headers
    assert (local.asked[0].method, headers["x-user-email"], headers["x-user-token"]) == ("GET", EMAIL, KEY)
    assert headers["accept"].startswith("application/vnd.api+json,")


def test_the_answer_of_the_page_is_a_record(serve: Any, settle: Any) -> None:
    body = b"""{
      "data": {
        "type": "negotiation",
        "id": "1",
        "attributes": {
        },
        "relationships": {
        }
      }
    }"""
    [record] = settle(serve(Told(body))).negotiations()
    assert record.as_dict() == {"id": "1", "type": "negotiation"}


def test_nothing_but_the_page_and_its_size_is_sent_by_default(serve: Any, settle: Any) -> None:
    local = serve(page())
    list(settle(local).negotiations())
    list(settle(local).negotiations(facilitating=True))
    assert local.targets == [
        "/api/negotiations?page=1&per_page=20",
        "/api/negotiations?page=1&per_page=20&facilitating=true",
    ]


@pytest.mark.parametrize("order", [sign + name for name in ORDERS for sign in ("", "-")])
def test_each_order_of_the_page_is_sent(serve: Any, settle: Any, order: str) -> None:
    local = serve(page())
    list(settle(local).negotiations(ordering=order))
    assert local.asked[0].query["ordering"] == order


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ordering": "created"}, "ordering is one of id, -id"),
        ({"ordering": "--id"}, "ordering is one of"),
        ({"ordering": "last_update DESC"}, "ordering is one of"),
        ({"per_page": 0}, "per_page takes a whole number that is not negative, at least 1"),
        ({"per_page": True}, "per_page takes"),
        ({"per_page": "20"}, "per_page takes"),
        ({"search": ""}, "search takes a text"),
        ({"search": "a\nb"}, "search takes a text"),
        ({"facilitating": "yes"}, "facilitating takes True or False"),
    ],
)
def test_parameters_are_checked_before_anything_is_sent(serve: Any, settle: Any, given: Any, words: str) -> None:
    local = serve(page())
    with pytest.raises(InvalidRequest, match=words):
        settle(local).negotiations(**given)
    assert local.asked == []


def test_all_faults_are_named_at_once(serve: Any, settle: Any) -> None:
    with pytest.raises(InvalidRequest) as caught:
        settle(serve(page())).negotiations("", "x", per_page=-1)
    assert len(caught.value.faults) == 3


def test_a_search_goes_through_whatever_its_signs(serve: Any, settle: Any) -> None:
    local = serve(page())
    list(settle(local).negotiations("a&b=c d/ü#?%"))
    assert local.asked[0].query["search"] == "a&b=c d/ü#?%"


def test_next_links_are_followed_to_the_end(serve: Any, settle: Any) -> None:
    local = serve(smartsettle_answer)
    records = list(settle(local).negotiations(per_page=2, ordering="id"))
    assert [record.fields["id"] for record in records] == ["1", "2", "3", "4", "5"]
    assert records[0].as_dict()["facilitator"] == {"id": "9", "type": "person", "name": "Ada Facilitator"}
    assert [asked.query["page"] for asked in local.asked] == ["1", "2", "3"]
    assert {asked.headers["x-user-token"] for asked in local.asked} == {KEY}


def test_a_page_is_asked_for_when_its_first_record_is(serve: Any, settle: Any) -> None:
    local = serve(smartsettle_answer)
    listing = settle(local).negotiations(per_page=2)
    assert local.asked == []
    next(listing)
    next(listing)
    assert len(local.asked) == 1


def test_pages_are_counted_up_to_a_short_one(serve: Any, settle: Any) -> None:
    local = serve(page(1, 2), page(3, 4), page(5))
    assert ids(settle(local).negotiations(per_page=2)) == ["1", "2", "3", "4", "5"]
    assert [asked.query["page"] for asked in local.asked] == ["1", "2", "3"]


def test_pages_are_counted_up_to_an_empty_one(serve: Any, settle: Any) -> None:
    local = serve(page(1, 2), page(3, 4), page())
    assert ids(settle(local).negotiations(per_page=2, search="x")) == ["1", "2", "3", "4"]
    assert local.targets[-1] == "/api/negotiations?page=3&per_page=2&search=x"


def test_a_server_that_gives_fewer_than_asked_for_is_asked_for_the_rest(serve: Any, settle: Any) -> None:
    local = serve(page(1, 2, 3), page(4, 5, 6), page())
    assert len(ids(settle(local).negotiations(per_page=500))) == 6


def test_links_without_a_next_one_are_the_end(serve: Any, settle: Any) -> None:
    local = serve(page(*range(20), next=None, prev="/api/negotiations?page=1"))
    assert len(ids(settle(local).negotiations())) == 20
    assert len(local.asked) == 1


def test_a_record_that_moves_to_a_later_page_comes_once(serve: Any, settle: Any) -> None:
    local = serve(page(1, 2), page(2, 3), page(3), page())
    assert ids(settle(local).negotiations(per_page=2)) == ["1", "2", "3"]


def test_a_server_that_repeats_a_page_is_an_error_after_what_it_gave(serve: Any, settle: Any) -> None:
    local = serve(page(1, 2))
    listing = settle(local).negotiations(per_page=2)
    assert [next(listing).fields["id"], next(listing).fields["id"]] == ["1", "2"]
    with pytest.raises(EndlessPages, match="brings nothing new"):
        next(listing)
    assert len(local.asked) == 3


def test_a_next_link_to_the_same_page_is_no_endless_loop(serve: Any, settle: Any) -> None:
    local = serve(page(1, next="/api/negotiations?page=1"))
    with pytest.raises(EndlessPages):
        list(settle(local).negotiations())
    assert len(local.asked) == 3


def test_empty_pages_that_lead_on_and_on_are_no_endless_loop(serve: Any, settle: Any) -> None:
    local = serve(lambda asked: page(next=f"/api/negotiations?page={int(asked.query['page']) + 1}"))
    with pytest.raises(EndlessPages):
        list(settle(local).negotiations())
    assert len(local.asked) == 2


def test_ever_new_records_end_at_the_most_pages(serve: Any, settle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "_MOST_PAGES", 7)

    def endless(asked: Asked) -> Told:
        number = int(asked.query["page"])
        return page(number, next=f"/api/negotiations?page={number + 1}")

    local = serve(endless)
    with pytest.raises(EndlessPages, match="no end after 7 pages"):
        list(settle(local).negotiations())
    assert len(local.asked) == 7


HOSTILE = (
    "http://{other}/api/negotiations?page=2",
    "//{other}/api/negotiations?page=2",
    "http://{own}@{other}/api/negotiations",
    "http://user:secret@{own}/api/negotiations",
    "https://{own}/api/negotiations?page=2",
    "http://localhost.{other}/api/negotiations",
    "http://{other}#@{own}/api/negotiations",
    "http://{other}\\@{own}/api/negotiations",
    "\\\\{other}/api/negotiations",
    "http:\n//{other}/api/negotiations",
    "/elsewhere?page=2",
    "/apielse/negotiations",
    "/api/../admin",
    "/api/%2e%2e/admin",
    "/api/x/../../admin",
    "/",
    "ftp://{own}/api/negotiations",
    "javascript:alert(1)",
    "http://{own}:0/api/negotiations",
    "http://[::1/api/negotiations",
    "http://{own}:99999/api",
    "/api/negotiations?page=2\r\nX-Evil: 1",
    "/api/negotiations?page= 2",
)


@pytest.mark.parametrize("link", HOSTILE)
def test_credentials_do_not_leave_by_a_next_link(serve: Any, settle: Any, link: str) -> None:
    other = serve(page(9))
    hosts = {"other": other.url.removeprefix("http://")}
    local = serve(lambda asked: page(1, next=link.format(own=asked.headers["host"], **hosts)))
    listing = settle(local).negotiations()
    with pytest.raises(ForeignLink, match="where the credentials belong"):
        list(listing)
    assert other.asked == []
    assert len(local.asked) == 1


@pytest.mark.parametrize("link", ["?page=2", "negotiations?page=2", "/api/negotiations?page=2#x", "{url}?page=2"])
def test_links_of_the_same_place_are_followed(serve: Any, settle: Any, link: str) -> None:
    def answer(asked: Asked) -> Told:
        if asked.query["page"] == "2":
            return page(2)
        return page(1, next=link.format(url=f"http://{asked.headers['host']}/api/negotiations"))

    local = serve(answer)
    assert ids(settle(local).negotiations()) == ["1", "2"]
    assert local.targets[1] == "/api/negotiations?page=2"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(serve: Any, settle: Any, status: int) -> None:
    other = serve(page(1))
    local = serve(Told({}, status, {"Location": f"{other.url}/api/negotiations"}))
    with pytest.raises(UnexpectedStatus, match=f"{status}, and redirects are not followed"):
        list(settle(local).negotiations())
    assert other.asked == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (401, AuthenticationFailed),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (418, UnexpectedStatus),
        (500, ServerError),
        (503, ServerError),
    ],
)
def test_a_refusal_is_typed_by_its_status_with_the_errors_kept(
    serve: Any, settle: Any, status: int, kind: type[CallError]
) -> None:
    errors = [{"status": str(status), "detail": "It is so.", "source": {"parameter": "search"}}]
    local = serve(Told({"errors": errors}, status))
    with pytest.raises(kind, match=r"It is so\. \(search\)") as caught:
        list(settle(local).negotiations())
    assert caught.value.status == status
    assert caught.value.details == {"errors": errors}
    assert len(local.asked) == (3 if status >= 500 else 1)


def test_a_refusal_in_another_format_speaks_for_itself(serve: Any, settle: Any) -> None:
    local = serve(Told(b"<h1>Sorry</h1>\x1b[31m\x00", 404, kind="text/html"))
    with pytest.raises(NotFound) as caught:
        list(settle(local).negotiations())
    assert caught.value.body == "<h1>Sorry</h1>�[31m�"
    assert caught.value.details == {}


def test_a_200_with_errors_is_the_error_that_they_state(serve: Any, settle: Any) -> None:
    with pytest.raises(PermissionDenied, match="Not yours"):
        list(settle(serve(Told({"errors": [{"status": "403", "title": "Not yours"}]}))).negotiations())
    with pytest.raises(MalformedAnswer, match="errors instead"):
        list(settle(serve(Told({"errors": [{"title": "What", "status": "4" * 5000}]}))).negotiations())


def test_errors_in_a_200_are_told_without_secrets(serve: Any, settle: Any) -> None:
    errors = [{"status": "401", "detail": f"No {KEY}\x1b[31m", "meta": {KEY: [KEY]}}]
    with pytest.raises(AuthenticationFailed) as caught:
        list(settle(serve(Told({"errors": errors}))).negotiations())
    assert caught.value.body == "No •••�[31m"
    assert caught.value.details == {"errors": [{**errors[0], "detail": "No •••\x1b[31m", "meta": {"•••": ["•••"]}}]}


def test_a_failing_server_is_asked_again_with_growing_waits(serve: Any, settle: Any, moved: Time) -> None:
    local = serve(Told({}, 502), Told({}, 500), page(1))
    assert ids(settle(local).negotiations()) == ["1"]
    assert moved.naps == [0.5, 1.0]


def test_a_429_waits_as_it_says(serve: Any, settle: Any, moved: Time) -> None:
    local = serve(Told({}, 429, {"Retry-After": "600"}), page(1))
    assert ids(settle(local).negotiations()) == ["1"]
    assert moved.naps == [600.0]


def test_a_429_that_says_nothing_is_asked_again_a_few_times(serve: Any, settle: Any, moved: Time) -> None:
    local = serve(Told({}, 429))
    with pytest.raises(RateLimited):
        list(settle(local).negotiations())
    assert (len(local.asked), moved.naps) == (3, [0.5, 1.0])


@pytest.mark.parametrize(
    "told",
    [
        Told(b""),
        Told(b"{"),
        Told(b"<!doctype html><title>Welcome</title>", kind="text/html"),
        Told(b"\x89PNG\r\n\x1a\n\x00\xff"),
        Told(b"[" * 100_000),
        Told(b'{"data": [{"type": "t", "id": "1", "attributes": {"a": NaN}}]}'),
        Told(b'{"data": [{"type": "t", "id": "1", "attributes": {"a": ' + b"[" * 200 + b"]" * 200 + b"}}]}"),
        Told(b'{"data": [{"type": "t", "id": ' + b"9" * 5000 + b"}]}"),
        Told({"data": 3}),
        Told({"data": [3]}),
        Told({"negotiations": []}),
        Told([]),
        Told({"data": [], "links": {"next": 3}}),
    ],
)
def test_an_answer_that_makes_no_sense_is_an_error(serve: Any, settle: Any, told: Told) -> None:
    local = serve(told)
    with pytest.raises(MalformedAnswer, match="cannot be understood"):
        list(settle(local).negotiations())
    assert len(local.asked) == 3


def test_an_answer_that_is_cut_short_is_an_error(serve: Any, settle: Any) -> None:
    local = serve(Told({"data": []}, cut=True))
    with pytest.raises(ConnectionFailed, match="cut short"):
        list(settle(local).negotiations())


def test_a_server_that_does_not_answer_is_not_waited_for_without_end(serve: Any, settle: Any) -> None:
    released = threading.Event()

    def stalled(_asked: Asked) -> Told:
        released.wait(5)
        return page()

    local = serve(stalled)
    source = settle(local, timeouts=Timeouts(connect=1.0, read=0.2), retries=RetryPolicy(attempts=1))
    with pytest.raises(CallTimedOut) as caught:
        list(source.negotiations())
    released.set()
    assert isinstance(caught.value, SourceUnreachable)
    assert not isinstance(caught.value, PartnerError)


def test_nobody_there_is_an_error_that_says_so(settle: Any) -> None:
    with pytest.raises(ConnectionFailed, match="refused"):
        list(settle(Local("http://127.0.0.1:9")).negotiations())


def test_texts_come_through_as_they_are(serve: Any, settle: Any) -> None:
    texts = {"long": "x" * 1_000_000, "signs": "\x00\x1b[31m\u202e\u2028\ud800</w:t>{{ 7*7 }}", "ü": "\U0001f600"}
    [record] = settle(serve(Told({"data": [negotiation(1, **texts)]}))).negotiations()
    assert record.as_dict() == {"id": "1", "type": "negotiation", **texts}


def test_a_record_cannot_be_changed_and_its_copy_can(serve: Any, settle: Any) -> None:
    [record] = settle(serve(Told({"data": [negotiation(1, tags=["a"])]}))).negotiations()
    record.as_dict()["tags"].append("b")
    assert record.as_dict()["tags"] == ["a"]
    with pytest.raises(TypeError):
        record.fields["id"] = "2"


def test_the_key_shows_nowhere(serve: Any, settle: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    local = serve(Told({"errors": [{"detail": f"The key {KEY} is wrong."}]}, 500))
    source = settle(local)
    with pytest.raises(ServerError) as caught:
        list(source.negotiations())
    shown = repr(source) + str(caught.value) + repr(caught.value.failure.body) + caplog.text
    assert "The key ••• is wrong." in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    ("email", "token", "url", "words"),
    [
        ("", KEY, "https://a/api", "e-mail address"),
        ("nobody", KEY, "https://a/api", "e-mail address"),
        ("a@b\r\nX: y", KEY, "https://a/api", "e-mail address"),
        (EMAIL, "", "https://a/api", "API key of Smartsettle is empty"),
        (EMAIL, "a\nb", "https://a/api", "API key of Smartsettle"),
        (EMAIL, KEY, "http://go.smartsettle.com/api", "use https"),
        (EMAIL, KEY, "go.smartsettle.com", "no address"),
        (EMAIL, KEY, "https://u:p@a/api", "more than a host and a path"),
        (EMAIL, KEY, "https://a/ü", "escaped"),
        (EMAIL, KEY, "https://[::1/api", "no address"),
    ],
)
def test_what_cannot_be_used_is_refused_when_the_connection_is_made(
    email: str, token: str, url: str, words: str
) -> None:
    with pytest.raises(BadConfiguration, match=words):
        Smartsettle(email, token, url)


def test_there_is_no_call_that_the_page_does_not_name() -> None:
    assert [name for name in vars(Smartsettle) if not name.startswith("_")] == ["negotiations"]
