"""The report as a file: whole, in one piece, closed against what documents hold, and small."""

import json
import re
import tracemalloc
import zlib
from base64 import b64decode, b64encode
from hashlib import sha256
from itertools import pairwise

import html5lib
import pytest
from batch_outcomes import ATTACK, HOSTILE, by_name, hostile, outcomes, run_info

from sdconvert.batch.outcome import FindingRow, Outcome, State, Step, StepOutcome
from sdconvert.batch.report import formatting, html_report
from sdconvert.batch.report.html_report import _sentence, write_page
from sdconvert.batch.report.totals import SECONDS, OfCode
from sdconvert.errors import OutputRefused
from sdconvert.findings import CODES, Code, Severity
from sdconvert.pages import as_script

SEPARATORS = "\u2028\u2029"


def written(folder, make, **changes):
    path = folder / "report.html"
    write_page(run_info(**({"planned": len(list(make()))} | changes)), by_name(make), path)
    return path.read_text("utf-8")


def parsed(text):
    return html5lib.parse(text, namespaceHTMLElements=False)


def scripts(page, **attributes):
    found = page.iter("script")
    return [each for each in found if all(each.get(name) == value for name, value in attributes.items())]


def rows(page):
    return unpacked(page, "rows")


def details(page):
    return unpacked(page, "details")


def unpacked(page, kind):
    packed = [zlib.decompress(b64decode(script.text)) for script in scripts(page, **{"class": kind})]
    return [each for chunk in packed for each in json.loads(chunk)]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return parsed(written(tmp_path_factory.mktemp("page"), lambda: outcomes(150)))


def text_of(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def test_every_document_has_a_row_and_its_details(page):
    documents = list(outcomes(150))
    assert [row[0] for row in rows(page)] == [document.name for document in documents]
    assert [list(State)[row[1]] for row in rows(page)] == [document.state for document in documents]
    for document, detail in zip(documents, details(page), strict=True):
        assert detail["source"] == document.source
        assert detail["hash"] == document.content_hash
        assert [tuple(line) for line in detail["preview"]] == [tuple(line) for line in document.preview]
        assert [(step["step"], step["state"], step.get("error", "")) for step in detail["steps"]] == [
            (step.step, step.state, step.error) for step in document.steps
        ]
        found = [tuple(each) for step in detail["steps"] for each in step.get("findings", ())]
        assert found == [
            (f.code, f.severity, f.message, f.place, f.paragraph) for step in document.steps for f in step.findings
        ]


def test_the_codes_of_a_row_and_what_is_not_listed_add_up_to_the_counts(page):
    names = json.loads(scripts(page, id="names")[0].text)
    for document, row, detail in zip(outcomes(150), rows(page), details(page), strict=True):
        half = len(row[9]) // 2
        codes = {names["codes"][code]: count for code, count in zip(row[9][:half], row[9][half:], strict=True)}
        assert codes == document.counts
        assert sum(row[4:7]) == document.counts.total()
        listed = sum(len(step.get("findings", ())) for step in detail["steps"])
        assert listed + sum(sum(step.get("more", {}).values()) for step in detail["steps"]) == document.counts.total()


def test_each_code_that_was_found_is_explained(page):
    text = text_of(page.find(".//*[@id='view-overview']"))
    for code in {code for document in outcomes(150) for code in document.counts}:
        assert code in text
        assert re.sub(r"\s+", " ", CODES[code].why.replace("`", "")).strip() in text
        assert re.sub(r"\s+", " ", CODES[code].hint).strip() in text


def test_the_rows_of_codes_are_sentences_of_findings(page):
    shown = [text_of(one) for one in page.findall(".//*[@class='what']")]
    assert len(shown) == len({code for document in outcomes(150) for code in document.counts})
    assert not any("‹" in sentence for sentence in shown)


def test_a_code_without_an_example_leaves_its_details_open():
    code = Code("X-R001", Severity.INFO, "{count} words by {name} are left out.")
    assert _sentence(code, OfCode(Severity.INFO)) == "… words by … are left out."
    first = FindingRow("X-R001", Severity.INFO, "2 words by Ann\nare left out.", "", None)
    assert _sentence(code, OfCode(Severity.INFO, example=first)) == "2 words by Ann are left out."


def test_the_overview_tells_the_run(page):
    text = text_of(page.find(".//*[@id='view-overview']"))
    assert "of 150 done" in text
    assert "house.toml (SHA-256 4f1c…)" in text
    assert "2026-11-18 11:06:40 UTC" in text


def test_nothing_is_fetched_and_only_the_script_and_style_of_the_page_run(page):
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    (script,) = [each for each in page.iter("script") if each.get("type") is None]
    for kind, element in (("script", script), ("style", page.find(".//style"))):
        assert f"{kind}-src 'sha256-{b64encode(sha256(element.text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    addresses = {
        each.get(name) for each in page.iter() for name in ("src", "href", "srcset", "action") if each.get(name)
    }
    assert {address for address in addresses if not address.startswith("#")} == {"data:,"}
    assert [each for each in page.iter() if any(name.startswith("on") or name == "style" for name in each.attrib)] == []


def test_headings_are_in_order_and_ids_are_unique(page):
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {each.get("aria-labelledby") for each in page.iter() if each.get("aria-labelledby")} <= set(ids)
    levels = [int(each.tag[1]) for each in page.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(each.get("scope") for each in page.iter("th"))


@pytest.fixture(scope="module")
def hostile_text(tmp_path_factory):
    return written(tmp_path_factory.mktemp("hostile"), hostile, options=HOSTILE, sources=tuple(HOSTILE.values()))


def test_hostile_texts_stay_texts(hostile_text):
    page = parsed(hostile_text)
    assert [len(list(page.iter(tag))) for tag in ("script", "style", "img")] == [4, 1, 0]
    assert "alert(1)" not in "".join(each.text for each in page.iter("script") if each.get("type") is None)
    assert not [each for each in page.iter() if any(name.startswith("on") for name in each.attrib)]
    assert ATTACK not in hostile_text
    assert "{{ 7*7 }}" in hostile_text


def test_hostile_texts_arrive_whole(hostile_text):
    page = parsed(hostile_text)
    documents = hostile()
    assert [row[0] for row in rows(page)] == [document.name for document in documents]
    for document, detail in zip(documents, details(page), strict=True):
        if not document.name.startswith("long"):
            assert detail["source"] == document.source
            assert [line[2] for line in detail["preview"]] == [line.text for line in document.preview]


def test_a_message_of_a_megabyte_is_cut_and_says_so(hostile_text):
    assert len(hostile_text) < 400_000
    assert "… (1,048,000 characters more in run.json)" in json.dumps(details(parsed(hostile_text)), ensure_ascii=False)


def test_names_in_the_overview_hide_nothing():
    assert formatting.visible("caf\udce9") == "caf�"
    assert formatting.visible("a\u202eb\x00c\x1b") == "a�b�c�"
    assert formatting.visible("Übersicht – שלום.docx") == "Übersicht – שלום.docx"


@pytest.mark.parametrize("text", [ATTACK, "<!--<script>", SEPARATORS, "</SCRIPT", "\\u003c"])
def test_data_cannot_leave_its_script(text):
    written = as_script([text])
    assert "<" not in written
    assert not set(SEPARATORS) & set(written)
    assert json.loads(written) == [text]


def test_the_same_run_gives_the_same_bytes(tmp_path):
    assert written(tmp_path, lambda: outcomes(80)) == written(tmp_path, lambda: outcomes(80))


@pytest.mark.parametrize("make", [list, lambda: [Outcome("a", "a", (StepOutcome(Step.CONVERT, State.DONE),))]])
def test_a_run_of_nothing_and_one_without_findings_have_a_report(tmp_path, make):
    text = text_of(parsed(written(tmp_path, make, ended=False)))
    assert "No findings." in text
    assert "not yet, or it was killed" in text


def test_documents_that_were_not_reached_are_told(tmp_path):
    assert "7 not reached" in text_of(parsed(written(tmp_path, lambda: outcomes(3), planned=10)))


def test_a_report_that_breaks_off_leaves_the_old_one(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    calls = []

    def make():
        calls.append(1)
        yield from outcomes(100)
        if len(calls) == 2:
            raise RuntimeError("The journal is gone.")

    with pytest.raises(RuntimeError):
        write_page(run_info(100), by_name(make), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_takes_no_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputRefused, match="cannot be written"):
        write_page(run_info(0), by_name(list), tmp_path / "file" / "report.html")


def test_a_large_run_has_the_details_of_those_that_are_worth_a_look(tmp_path, monkeypatch):
    monkeypatch.setattr(html_report, "MOST_DETAILED", 5)
    page = parsed(written(tmp_path, lambda: outcomes(200)))
    named = json.loads(scripts(page, id="names")[0].text)
    documents = list(outcomes(200))
    bad = {number for number, one in enumerate(documents) if not one.state.is_good}
    assert len(rows(page)) == 200
    assert 5 <= len(named["detailed"]) == len(details(page)) < 60
    assert bad & set(named["detailed"]) == bad or len(bad) > 5
    assert named["why"] == "sdconvert batch why /srv/out"
    for number, detail in zip(named["detailed"], details(page), strict=True):
        assert detail["source"] == documents[number].source


def test_without_scripts_the_documents_to_look_at_are_shown(page):
    first = next(one for one in page.iter("section") if one.get("aria-labelledby") == "h-first")
    shown = [text_of(cell) for row in first.iter("tr") for cell in list(row.iter("td"))[:1]]
    bad = [one.name for one in outcomes(150) if not one.state.is_good]
    assert len(shown) == 100
    assert all(text.startswith(tuple(bad)) for text in shown[: len(bad)])
    assert all(any(text.startswith(name) for text in shown) for name in bad)


def test_memory_does_not_grow_with_the_documents(tmp_path):
    write_page(run_info(10), by_name(lambda: outcomes(10)), tmp_path / "warm.html")
    peaks = []
    for number in (200, 800):
        tracemalloc.start()
        write_page(run_info(number), by_name(lambda number=number: outcomes(number)), tmp_path / "report.html")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (formatting.size(999), "999 bytes"),
        (formatting.size(1_000), "1.0 kB"),
        (formatting.size(2_345_678_901_234), "2.3 TB"),
        (formatting.seconds(0.123), "0.12 s"),
        (formatting.seconds(250), "4 min 10 s"),
        (formatting.seconds(7_500), "2 h 5 min"),
        (formatting.percent(1, 100_000), "0.01%"),
        (formatting.percent(99_999, 100_000), "99.99%"),
        (formatting.percent(0, 0), "0%"),
        (formatting.percent(5, 5), "100%"),
    ],
)
def test_numbers_are_written_for_people(given, expected):
    assert given == expected


def test_classes_of_seconds_have_names():
    names = formatting.classes(SECONDS)
    assert len(names) == len(SECONDS) + 1
    assert (names[0], names[1], names[-1]) == ("< 0.02", "0.02–0.05", "≥ 60")
