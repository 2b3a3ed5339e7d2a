"""The modules that declare codes."""

from sdconvert.formats.docx import read as read_docx
from sdconvert.formats.docx import write as write_docx
from sdconvert.formats.docx.read import alt_chunk, hidden_rows, note_marks
from sdconvert.formats.docx.read.inline import computed_fields
from sdconvert.formats.docx.read.revisions import content
from sdconvert.formats.html import read as read_html
from sdconvert.formats.html import write as write_html
from sdconvert.formats.parsx import read as read_parsx
from sdconvert.formats.parsx import write as write_parsx
from sdconvert.formats.sdxml import read as read_sdxml
from sdconvert.formats.sdxml import write as write_sdxml
from sdconvert.formats.sdxml.write import comments, references
