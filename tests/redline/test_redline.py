import html5lib
import pytest
from batch_outcomes import ATTACK, HOSTILE

import sdconvert
from sdconvert.errors import BadConfiguration
from sdconvert.model.blocks import Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.redline import compare_documents, redline_page, write_fragment
from sdconvert.redline.rows import RowChange
from sdconvert.redline.words import Fate

PNG = b"\x89PNG\r\n\x1a\n"
BOLD = frozenset((Mark.BOLD,))


def paragraph(text, **more):
    return Paragraph((Run(text),), **more)


def table(*rows, **spans):
    return Table(tuple(Row(tuple(Cell((paragraph(text),)) for text in row)) for row in rows), (50.0, 50.0))


def compare(before, after, **more):
    """The rows of two documents of these blocks."""
    return compare_documents(Document(tuple(before)), Document(tuple(after)), **more).rows


def told(words):
    """Compared words as a line, as `sdconvert diff` writes them."""
    signs = {Fate.SAME: "{}", Fate.DELETED: "[-{}-]", Fate.INSERTED: "{{+{}+}}", Fate.LOOK: "<{}>"}
    return "".join(signs[stretch.fate].format(stretch.text) for stretch in words.stretches)


def tree(before, after, **more):
    page = redline_page(Document(tuple(before)), Document(tuple(after)), **more)
    return html5lib.parse(page, namespaceHTMLElements=False)


def changed_rows(page):
    return page.findall(".//div[@id]")


def test_a_document_is_the_same_as_itself():
    blocks = (Heading((Run("Purpose"),), 0), paragraph("We begin."), table(["a", "b"]), PageBreak())
    redline = compare_documents(Document(blocks), Document(blocks))
    assert redline.is_same
    assert {row.change for row in redline.rows} == {RowChange.SAME}
    assert b"No difference" in redline_page(Document(blocks), Document(blocks))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("The old rules hold.", "The new rules hold.", "The [-old-]{+new+} rules hold."),
        ("It holds for us here.", "It holds for us here, now.", "It holds for us here{+, now+}."),
        (
            "within 14 days of it all",
            "within thirty working days of it all",
            "within [-14-]{+thirty working+} days of it all",
        ),
        ("a  b c d", "a b c d", "a b c d"),
        (
            "eins zwei drei vier fünf sechs",
            "eins ZWEI DREI vier fünf sechs",
            "eins [-zwei drei-]{+ZWEI DREI+} vier fünf sechs",
        ),
    ],
)
def test_words_are_deleted_and_inserted_where_they_changed(before, after, line):
    (row,) = compare([paragraph(before)], [paragraph(after)])
    assert told(row.words) == line
    assert row.change is (RowChange.SAME if "[" not in line and "{" not in line else RowChange.CHANGED)


def test_runs_that_are_cut_otherwise_are_the_same():
    cut = Paragraph((Run("con"), Run("tract is "), Run("here")))
    (row,) = compare([cut], [paragraph("contract is here")])
    assert row.change is RowChange.SAME


def test_words_that_look_otherwise_are_told_with_both_looks():
    (row,) = compare([paragraph("We hold on.")], [Paragraph((Run("We "), Run("hold", BOLD), Run(" on.")))])
    assert told(row.words) == "We <hold> on."
    page = tree([paragraph("We hold on.")], [Paragraph((Run("We "), Run("hold", BOLD), Run(" on.")))])
    before, after = (page.find(f".//div[@class='{side}']//span[@class]") for side in ("left", "right"))
    assert (before.get("class"), after.get("class")) == ("look", "look m-bold")
    assert after.get("title") == "was plain, is bold"


def test_blocks_are_added_removed_and_moved():
    kept = [paragraph(f"number {n} stays where it is") for n in range(4)]
    lost, new, moved = (
        paragraph(text) for text in ("nothing like it remains", "brand fresh start", "this one goes far away")
    )
    rows = compare([lost, moved, *kept], [*kept[:2], new, *kept[2:], moved])
    changes = [(row.change, row.block.text) for row in rows if row.number]
    assert changes == [
        (RowChange.REMOVED, "nothing like it remains"),
        (RowChange.MOVED_AWAY, "this one goes far away"),
        (RowChange.ADDED, "brand fresh start"),
        (RowChange.MOVED_HERE, "this one goes far away"),
    ]
    away, here = (row for row in rows if row.change.startswith("moved"))
    assert (away.partner, here.partner) == (here.number, away.number)


def test_kinds_and_labels_are_told_old_and_new():
    before = [paragraph("The parties agree on it", label="1."), paragraph("and so on it goes", label="2.")]
    after = [
        Heading((Run("The parties agree on it"),), 1, True, label="1.1"),
        paragraph("and so on it goes", label="3)"),
    ]
    first, second = compare(before, after)
    assert (first.change, second.change) == (RowChange.CHANGED, RowChange.LABEL)
    page = tree(before, after)
    one, other = changed_rows(page)
    assert one.get("aria-label") == "Change 1 of 2: paragraph → numbered heading 2; label 1. → 1.1"
    label = other.find(".//div[@class='right']//span[@class='label']")
    assert (label.find("del").text, label.find("ins").text) == ("2.", "3)")


def test_a_label_with_other_signs_around_it_is_cited_as_it_was():
    (row,) = compare([paragraph("one", label="2.")], [paragraph("one", label="(2)")])
    assert row.change is RowChange.SAME


def test_labels_and_references_are_those_that_will_be_shown_where_that_is_asked_for():
    def blocks(**more):
        heading = Heading((Run("Purpose of it all"),), 0, label="1.", id="x", counter="list", **more)
        return heading, Paragraph((Run("see "), CrossReference("x", True, False, text="1.")))

    before, after = blocks(is_numbered=True), blocks(is_numbered=False)
    assert [row.change for row in compare(before, after)] == [RowChange.CHANGED, RowChange.SAME]
    heading, see = compare(before, after, as_shown=True)
    assert (heading.before.label, heading.after.label, told(heading.words)) == ("1", "", "{+1.\t+}Purpose of it all")
    assert told(see.words) == "see <1>."
    assert see.words.stretches[1].was == ("reference",)


def test_tables_are_compared_cell_by_cell():
    before = table(["Item", "Price"], ["Pump", "100 EUR"], ["Valve", "20 EUR"])
    after = table(["Item", "Price"], ["Pump", "110 EUR"], ["Hose", "5 EUR"], ["Valve", "20 EUR"])
    (row,) = compare([before], [after])
    assert row.change is RowChange.CHANGED
    assert [one.change for one in row.table] == [RowChange.SAME, RowChange.SAME, RowChange.ADDED, RowChange.SAME]
    cell = row.table[1].cells[1]
    assert (cell.change, told(cell.blocks[0].words)) == (RowChange.CHANGED, "[-100-]{+110+} EUR")


def test_a_cell_of_one_paragraph_has_it_changed():
    (row,) = compare([table(["old", "b"])], [table(["new", "b"])])
    assert [told(block.words) for block in row.table[0].cells[0].blocks] == ["[-old-]{+new+}"]


def test_columns_are_removed_and_added_cell_by_cell():
    (row,) = compare([table(["Item", "Old", "Price"])], [table(["Item", "Price"])])
    changes = [cell.change for cell in row.table[0].cells]
    assert changes == [RowChange.SAME, RowChange.REMOVED, RowChange.SAME]


def test_words_of_cells_have_their_looks_on_both_sides():
    bold = Table((Row((Cell((Paragraph((Run("hold", BOLD),)),)),)),), (100.0,))
    page = tree([table(["hold"])], [bold])
    sides = [page.find(f".//div[@class='{side}']//td//span").get("class") for side in ("left", "right")]
    assert sides == ["look", "look m-bold"]


def test_a_block_is_the_same_one_whatever_its_reference_shows():
    def referring(text):
        return Paragraph((Run("see "), CrossReference("x", True, False, text=text)))

    (row,) = compare([referring("§ 7")], [referring("number 12 of the fifth annex")])
    assert told(row.words) == "see [-§ 7-]{+number 12 of the fifth annex+}"


def test_a_table_in_the_place_of_another_is_compared_with_it():
    (row,) = compare([table(["a", "b"])], [table(["c", "d"])])
    assert (row.before is None, row.after is None) == (False, False)


def test_cells_stand_in_their_columns_when_rows_come_between_those_they_span():
    def tall_table(*texts):
        first, *others = (Cell((paragraph(text),)) for text in texts)
        tall = Cell((paragraph("tall"),), row_span=len(texts))
        return Table((Row((tall, first)), *(Row((other,)) for other in others)), (50.0, 50.0))

    before, after = tall_table("one", "two"), tall_table("one", "fresh", "two")
    rows = tree([before], [after]).findall(".//div[@class='right']//tr")
    assert [len(row) for row in rows] == [2, 2, 2]
    assert "rowspan" not in rows[0][0].attrib
    assert ["".join(row[0].itertext()).strip() for row in rows] == ["tall", "", ""]
    untouched = tree([before], [before, paragraph("x")]).findall(".//tr")
    assert untouched[0][0].get("rowspan") == "2"


def test_pictures_are_compared_by_content_and_shown_when_small():
    small, large = PNG + b"one", PNG + b"2" * 200_000
    before = Document(tuple(map(Picture, "abc")), assets=dict.fromkeys("abc", small))
    after = Document(tuple(map(Picture, "zbc")), assets={"z": small, "b": large, "c": b"<svg/>"})
    first, second, third = compare_documents(before, after).rows
    assert [row.change for row in (first, second, third)] == [RowChange.SAME, RowChange.CHANGED, RowChange.CHANGED]
    page = redline_page(before, after).decode()
    assert 'alt="picture before"' in page
    assert 'alt="picture after"' not in page
    assert "200 kB" in page


def test_notes_are_compared_below_their_paragraph():
    def noted(text, **more):
        return Paragraph((Run("It holds"), Note(((Run(text),), (Run("second"),)), **more), Run(".")))

    (row,) = compare([noted("as before")], [noted("as never before")])
    assert row.change is RowChange.CHANGED
    assert told(row.notes[0].words) == "as {+never +}before↵second"
    (same,) = compare([noted("as before")], [noted("as before")])
    assert same.change is RowChange.SAME


def test_metadata_and_the_index_are_compared():
    before = Document((), Metadata(title="Old title", tags=("a", "b")), index=(IndexEntry("1", "pump"),))
    after = Document(
        (), Metadata(title="New title", tags=("a", "b")), index=(IndexEntry("1", "pump"), IndexEntry("2", "valve"))
    )
    redline = compare_documents(before, after)
    assert [(field.name, told(field.words)) for field in redline.metadata] == [("title", "[-Old-]{+New+} title")]
    assert [told(field.words) for field in redline.index] == ["{+valve+}"]
    page = redline_page(before, after).decode()
    assert "<ins>New</ins>" in page
    assert "<ins>valve</ins>" in page


def test_what_is_far_from_any_change_is_folded_away():
    blocks = [paragraph(f"number {n} stays") for n in range(20)]
    page = tree([*blocks, paragraph("old words here stay")], [*blocks, paragraph("new words here stay")])
    fold = page.find(".//details[@class='fold']")
    assert fold.find("summary").text == "18 blocks without a change"
    assert len(page.findall(".//div[@class='both']")) == 20


def test_the_list_of_changes_leads_to_them_and_takes_labels_in_a_row_as_one():
    before = [paragraph(f"number {n} stays", label=f"{n}.") for n in range(3, 6)]
    after = [paragraph(f"number {n} stays", label=f"{n + 1}.") for n in range(3, 6)]
    page = tree([*before, paragraph("the last old one")], [*after, paragraph("the last new one")])
    links = page.findall(".//details[@class='jumps']//a")
    assert [link.get("href") for link in links] == ["#c1", "#c4"]
    assert links[0].text == "only the label is another, up to 3"
    assert {f"#{row.get('id')}" for row in changed_rows(page)} >= {link.get("href") for link in links}


def all_of(text):
    """Blocks with a text at each place that a redline shows."""
    inline = (
        Run(text, BOLD),
        LineBreak(),
        Link(text, (Run(text),)),
        CrossReference("x", text=text),
        IndexMark("i"),
        InlinePicture("a.png", text=text, caption=(Run(text),)),
        Equation(text, text),
        Note(((Run(text),),)),
        Sidenote((Run(text),)),
        Comment(text, "", (text,), text),
    )
    blocks = (
        Heading(inline, 0, label=text),
        Paragraph(inline, label=text),
        ListItem(inline, True, label=text),
        Picture("a.png", caption=inline, label=text),
        Table((Row((Cell((Paragraph(inline),)),)),), (100.0,), caption=inline, label=text),
    )
    index = (IndexEntry("i", text),)
    return Document(blocks, Metadata(title=text, language=text), {"a.png": text.encode("utf-8", "replace")}, index)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_stay_texts(text):
    calm = all_of("calm")
    for before, after in ((all_of(text), calm), (calm, all_of(text)), (all_of(text), all_of(f"{text} more"))):
        page = redline_page(before, after, (text, text))
        assert ATTACK.encode() not in page
        parsed = html5lib.parse(page, namespaceHTMLElements=False)
        assert len(parsed.findall(".//script")) == 1
        assert {image.get("src", "")[:11] for image in parsed.iter("img")} <= {"data:image/"}
        attributes = {name for element in parsed.iter() for name in element.attrib}
        assert {name for name in attributes if name.startswith("on") or name == "style"} == set()
        assert {link.get("href")[:1] for link in parsed.iter("a")} == {"#"}


def test_the_policy_of_the_page_names_its_script_and_its_style_and_nothing_else():
    page = tree([paragraph("a")], [paragraph("b")])
    policy = page.find(".//meta[@http-equiv]").get("content")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_the_same_documents_give_the_same_bytes_and_a_fragment_stands_in_the_page():
    before, after = all_of("one"), all_of("two")
    page = redline_page(before, after, ("a", "b"))
    assert page == redline_page(before, after, ("a", "b"))
    assert write_fragment(compare_documents(before, after)) in page.decode()


def test_without_jinja_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    with pytest.raises(BadConfiguration, match=r"sdconvert\[redline\]"):
        sdconvert.redline_page(Document(), Document())
