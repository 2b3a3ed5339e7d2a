"""What is said of a field's result besides its words: that it is out of date, or that it is an error message."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import is_on, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

DIRTY_FIELD = declare(
    "DOCX-R108",
    Severity.INFO,
    "{count} field(s) are marked to be computed anew when Word opens the document; what the file holds is kept where "
    "nothing else is told.",
    "Open the file in Word, update the fields and save it.",
    "The file says itself that these results are out of date.",
)
FIELD_ERROR = declare(
    "DOCX-R109",
    Severity.WARNING,
    "{count} field(s) show an error message in place of a result, which is kept as in Word: “{text}”",
    "Repair or remove the reference in Word.",
    "What such a field refers to is no longer there.",
)

DIRTY = w("dirty")
WAS_DIRTY = "{urn:sdconvert}dirty"
"""Set on a field made of characters, of which the first asked to be updated."""
_ERROR = compile_late(
    r"(?:Error|Fehler|Erreur|¡Error|Errore|Erro|Fout|Błąd|Chyba|Fejl|Fel|Feil|Virhe|Hiba|Hata|Eroare|Napaka|Pogreška"
    r"|Greška|Klaida|Kļūda|Viga|Ошибка|Помилка|Грешка|Σφάλμα|错误|錯誤|エラー|오류)"
    r"\s?[!！.]"
)


def is_dirty(field: Element) -> bool:
    """Whether a field, or the character that begins it, asks or asked to be updated."""
    return is_on(field.get(DIRTY) or field.get(WAS_DIRTY, "0"))


def report_state(field: Element, reading: Reading) -> None:
    """Say of a field, or of the character that begins it, that it asks to be updated."""
    if is_on(field.get(DIRTY, "0")):
        reading.report.tally(DIRTY_FIELD, "", reading.at(field))


def report_error(field: Element, text: str, reading: Reading) -> None:
    """Say that the result of a field is one of Word's error messages, if it is."""
    if _ERROR.match(text):
        reading.report.tally(FIELD_ERROR, text, reading.at(field), text=text[:120])
