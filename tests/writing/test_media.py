import pytest
from metafiles import emf, wmf, wmf_rectangle
from picture_samples import encoded
from strategies import ASSETS, bmp, png

from sdconvert.choices import Renderer
from sdconvert.findings import Code, Report, Severity
from sdconvert.handles import HeldContent
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph, Picture
from sdconvert.model.document import Document
from sdconvert.model.inlines import InlinePicture
from sdconvert.pictures import Allowance, ConvertedPicture, Doubt, PictureKind, PictureUnconvertible
from sdconvert.writing import media
from sdconvert.writing.media import PictureStore, name_by_content
from sdconvert.writing.shown_widths import shown_widths

MISSING, UNKNOWN, UNCONVERTIBLE, CONVERTED, DOUBTFUL, MENDED = (
    Code(f"TEST-{name}", Severity.ERROR, message)
    for name, message in {
        "missing": "{asset}{text}",
        "unknown": "{asset}, {reason}",
        "unconvertible": "{asset}, {kind}, {reason}{advice}",
        "converted": "{asset}, {kind}",
        "doubtful": "{asset}, {kind}, {reason}, {text}",
        "mended": "{asset}, {kind}",
    }.items()
)


class Pngs(PictureStore[str]):
    missing, unknown, unconvertible, converted, doubtful = MISSING, UNKNOWN, UNCONVERTIBLE, CONVERTED, DOUBTFUL
    mended = MENDED

    def holds(self, kind, data):
        return kind is PictureKind.PNG

    def store(self, name, data, kind):
        self.parts[name] = data
        return f"at {name}"


@pytest.fixture
def report():
    return Report()


@pytest.fixture
def pictures(report):
    return Pngs(ASSETS, report)


def told(report):
    return [(finding.code.id, finding.details) for finding in report.findings]


def test_what_the_format_holds_is_stored_by_its_name_and_kept_wherever_it_is_shown(pictures, report):
    assert [pictures.use("one.png", None) for _ in range(3)] == ["at one.png"] * 3
    assert pictures.parts == {"one.png": HeldContent(png(1))}
    assert (report.ledger.kept, report.findings) == ({Kind.PICTURES: 3}, [])


def test_a_picture_that_is_cut_off_is_mended_and_told_wherever_it_is_shown(report):
    pictures = Pngs({"a.png": png()[:-12], "b.png": png()[:20]}, report)
    assert [pictures.use("a.png", None) for _ in range(2)] == ["at a.png"] * 2
    assert pictures.use("b.png", None) is None
    assert [code for code, _ in told(report)] == ["TEST-mended", "TEST-mended", "TEST-unconvertible"]
    assert report.ledger.changed == {(Kind.PICTURES, "TEST-mended"): 2}
    assert report.ledger.dropped == {(Kind.PICTURES, "TEST-unconvertible"): 1}


def test_a_picture_can_be_stored_by_two_names(pictures):
    assert pictures.use("one.png", None, "a") == "at a"
    assert pictures.use("one.png", None) == "at one.png"
    assert set(pictures.parts) == {"a", "one.png"}


def test_other_kinds_are_converted_once_and_told_once_for_each_kind(monkeypatch, pictures, report):
    calls = []
    monkeypatch.setattr(media, "convert", lambda data, *_: calls.append(data) or [ConvertedPicture(png())])
    name = name_by_content(HeldContent(png()), "png")
    assert [pictures.use("small.bmp", None) for _ in range(2)] == [f"at {name}"] * 2
    assert calls == [[bmp()]]
    report.report_tallies()
    assert told(report) == [("TEST-converted", {"asset": "small.bmp", "kind": "bmp", "count": 2})]
    assert report.ledger.changed == {(Kind.PICTURES, "TEST-converted"): 2}


def test_what_cannot_be_converted_says_why_and_what_would_help(monkeypatch, pictures, report):
    refused = PictureUnconvertible("it is not here.", "images")
    monkeypatch.setattr(media, "convert", lambda *_: [refused])
    assert pictures.use("small.bmp", None) is None
    details = {
        "asset": "small.bmp",
        "kind": "bmp",
        "reason": "it is not here",
        "advice": " Install sdconvert[images] to convert it.",
    }
    assert told(report) == [("TEST-unconvertible", details)]
    assert report.ledger.dropped == {(Kind.PICTURES, "TEST-unconvertible"): 1}


def test_a_picture_of_many_names_is_decoded_once(monkeypatch, report):
    calls = []
    monkeypatch.setattr(media, "convert", lambda data, *_: calls.extend(data) or [ConvertedPicture(png())] * len(data))
    assets = {f"{n}.bmp": bytes(bytearray(bmp())) for n in range(40)} | {f"{n}.wmf": wmf() for n in range(40)}
    pictures = Pngs(assets, report)
    assert all(pictures.use(name, None) for name in assets)
    assert calls == [bmp(), wmf()]


def test_the_pictures_of_a_document_have_one_allowance(report):
    assets = {f"{n}.bmp": encoded("BMP", size=(10 + n, 10)) for n in range(5)}
    pictures = Pngs(assets, report)
    pictures._allowance = Allowance(bytes_of_bitmaps=3 * 10 * (10 + 11 + 12))
    assert [pictures.use(name, None) is not None for name in assets] == [True, True, True, False, False]
    reasons = [details["reason"] for code, details in told(report) if code == "TEST-unconvertible"]
    assert reasons == ["it and the pictures before it have more pixels than those of a document may have"] * 2


def test_all_metafiles_are_drawn_at_once_when_the_first_is_shown(monkeypatch, report):
    calls = []

    def convert(pictures, renderer, _allowance, _widths):
        calls.append((pictures, renderer))
        return [
            ConvertedPicture(png(5)),
            ConvertedPicture(png(6), Doubt("it is odd"), "words"),
            PictureUnconvertible("no"),
        ]

    monkeypatch.setattr(media, "convert", convert)
    other = wmf(wmf_rectangle(0, 0, 5, 5))
    assets = {"a.emf": emf(), "b.png": png(), "c.wmf": wmf(), "d.wmf": other}
    pictures = Pngs(assets, report, Renderer.LIBREOFFICE)
    pictures.use("b.png", None)
    assert calls == []
    places = [pictures.use(name, None) for name in ("c.wmf", "a.emf", "d.wmf", "c.wmf")]
    assert calls == [([emf(), wmf(), other], Renderer.LIBREOFFICE)]
    assert places[2] is None
    assert places[0] == places[3] != places[1]
    report.report_tallies()
    assert told(report) == [
        ("TEST-doubtful", {"asset": "c.wmf", "kind": "wmf", "reason": "it is odd", "text": "“words”"}),
        ("TEST-unconvertible", {"asset": "d.wmf", "kind": "wmf", "reason": "no", "advice": ""}),
        ("TEST-doubtful", {"asset": "c.wmf", "kind": "wmf", "reason": "it is odd", "text": "“words”"}),
        ("TEST-converted", {"asset": "a.emf", "kind": "emf", "count": 1}),
    ]


def test_a_finding_has_the_details_that_its_message_names(pictures, report):
    assert pictures.use("gone.png", None, text="alt") is None
    assert pictures.use("noise.bin", None, text="alt") is None
    assert told(report) == [
        ("TEST-missing", {"asset": "gone.png", "text": "alt"}),
        ("TEST-unknown", {"asset": "noise.bin", "reason": "unknown"}),
    ]


def test_a_name_by_content_is_the_same_for_the_same_content():
    one, same, other = (name_by_content(HeldContent(data), "png") for data in (b"a", b"a", b"b"))
    assert one == same != other
    assert len(name_by_content(HeldContent(b"a"), "")) == 32


def test_a_metafile_is_drawn_for_the_widest_place_that_shows_it(monkeypatch, report):
    shown = []
    monkeypatch.setattr(media, "convert", lambda data, *given: shown.append(given[-1]) or [ConvertedPicture(png())] * 3)
    other, last = wmf(wmf_rectangle(0, 0, 5, 5)), wmf(wmf_rectangle(0, 0, 6, 6))
    assets = {"a.wmf": wmf(), "same.wmf": wmf(), "b.wmf": other, "c.wmf": last}
    widths = {"a.wmf": 20.0, "same.wmf": 50.0, "b.wmf": None}
    Pngs(assets, report, Renderer.BUILTIN, lambda: widths).use("a.wmf", None)
    assert shown == [[50.0, None, None]]


def test_the_width_of_a_picture_is_that_of_its_widest_place():
    blocks = (Picture("a", 50), Picture("a", 10), Paragraph((InlinePicture("b", width=9.0), InlinePicture("c"))))
    assert shown_widths(Document((*blocks, Picture("c", 20)))) == {"a": 241.0, "b": 9.0, "c": None}
