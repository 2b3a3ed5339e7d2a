"""What a template may be, and what is said when it is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from docx_builder import build_docx, wrap
from merge_kit import p, row, table, template

from sdconvert.archive import Limits
from sdconvert.errors import BadConfiguration, UnreadableInput, UnsafeInput
from sdconvert.merging import TemplateRefused, load_template

SAMPLES = Path(__file__).parents[2] / "samples/merge"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (p("one") + p("Dear {{ name }"), "word/document.xml, paragraph 2, at “Dear {{ name }”"),
        (
            p("one") + p("two") + p("{%p fo x in y %}"),
            "paragraph 3, at “{%p fo x in y %}”: Encountered unknown tag 'fo'",
        ),
        (table(1, row("a"), row("{%tr for x y %}")) + p("z"), "paragraph 2, at “{%tr for x y %}”"),
        (p("{% if a %}") + p("x"), "Jinja was looking for|endif"),
        (p("{{ a|safe }}"), "No filter named 'safe'"),
        (p("{{ a|random }}"), "No filter named 'random'"),
        (p("{% include 'x' %}"), "cannot have “include”"),
        (p("x") + p("{% macro m() %}{% endmacro %}"), "paragraph 2.*cannot have “macro”"),
        (p("{% set a %}{{ b }}{% endset %}"), "cannot have “set … endset”"),
        (p("{% filter upper %}{{ b }}{% endfilter %}"), "cannot have “filter”"),
        (p("{% autoescape false %}{{ b }}{% endautoescape %}"), "cannot have “autoescape”"),
        (p("{% for a in b recursive %}{% endfor %}"), "cannot have “for … recursive”"),
        (p("\ufdd0"), r"U\+FDD0"),
    ],
)
def test_a_wrong_tag_is_named_with_its_paragraph(body: str, message: str) -> None:
    with pytest.raises(TemplateRefused, match=message):
        template(body)


def test_the_second_of_two_equal_tags_is_found_where_it_stands() -> None:
    body = p("{{ a }}") + p("x") + p("{{ a b }}") + p("y") + p("{{ a b }}")
    with pytest.raises(TemplateRefused, match="paragraph 3"):
        template(body)


@pytest.mark.parametrize("kind", ["document.macroEnabled", "template.macroEnabledTemplate"])
def test_a_template_with_macros_is_refused(kind: str) -> None:
    with pytest.raises(TemplateRefused, match="macros"):
        load_template(build_docx(p("x"), main_type=f"application/vnd.ms-word.{kind}.main+xml"))


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7", b"{\\rtf"):
        with pytest.raises(UnreadableInput):
            load_template(data)
    with pytest.raises(UnreadableInput, match="cannot be read"):
        load_template(tmp_path / "none.docx")


def test_hostile_xml_and_zips_are_refused() -> None:
    entity = (
        '<!DOCTYPE w:document [<!ENTITY x "y">]>' + wrap("w:document", f"<w:body>{p('x')}</w:body>").split("?>", 1)[1]
    )
    with pytest.raises(UnsafeInput, match="document type"):
        load_template(build_docx("", files={"word/document.xml": entity}))
    with pytest.raises(UnsafeInput, match="zip bomb"):
        load_template(build_docx(p("x"), files={"word/big.xml": b"0" * 5_000_000}))
    with pytest.raises(UnsafeInput, match="members"):
        load_template(build_docx(p("x")), limits=Limits(members=2))


def test_strict_open_xml_is_refused_with_advice() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = f'<w:document xmlns:w="{strict}"><w:body>{p("x")}</w:body></w:document>'
    with pytest.raises(TemplateRefused, match="Strict"):
        load_template(build_docx("", files={"word/document.xml": xml}))


def test_tags_where_none_are_filled_are_a_finding() -> None:
    loaded = load_template(build_docx(p("x"), comments=f'<w:comment w:id="1">{p("{{ a }}")}</w:comment>'))
    assert [str(finding.code.id) for finding in loaded.findings] == ["MERGE-006"]
    assert loaded.findings[0].details == {"part": "word/comments.xml"}


def test_the_fields_of_a_template_are_told_without_a_record() -> None:
    body = (
        p("{{ a.b }} {{ a.c|upper }} {{ d['e-f'] }} {{ g[0].h }} {% set s = i %}{{ s.x }} {{ range(3)|join }}")
        + p("{% for s in services if s.ok %}{{ s.name }} {{ loop.index }}")
        + p("{% for t in s.tags %}{{ t }}{% endfor %}{% endfor %}")
        + p("{{ 'x' if j is defined else k }}")
    )
    assert template(body).fields == (
        *("a.b", "a.c", "d.e-f", "g[0].h", "i", "j", "k"),
        *("services[].name", "services[].ok", "services[].tags[]"),
    )


@pytest.mark.parametrize(
    "option", [{"locale": "xx_YY_ZZ"}, {"locale": ""}, {"timezone": "Mars/Base"}, {"currency": "EURO"}]
)
def test_an_unknown_locale_zone_or_currency_is_refused(option: dict[str, str]) -> None:
    with pytest.raises(BadConfiguration):
        template("x", **option)


BLOCKED = """
import sys
for name in ("jinja2", "docxtpl", "babel"):
    sys.modules[name] = None
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED + script], capture_output=True, text=True, check=False, timeout=60
    )


def test_without_the_extra_the_command_says_what_to_install_and_the_codes_are_still_explained() -> None:
    script = "from sdconvert.cli.main import main; sys.argv[1:] = {}; main()"
    merged = run(script.format(["merge", str(SAMPLES / "booking-confirmation.docx"), "--fields"]))
    assert merged.returncode == 2
    assert 'pip install "sdconvert[merge]"' in merged.stderr
    assert "Traceback" not in merged.stderr
    explained = run(script.format(["explain", "MERGE-001"]))
    assert explained.returncode == 0, explained.stderr


def test_importing_the_library_loads_no_template_engine() -> None:
    assert run("import sdconvert, sdconvert.merging").returncode == 0
