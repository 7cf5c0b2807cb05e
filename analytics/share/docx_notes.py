"""The part of a DOCX file that holds its endnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from analytics.messages import Language, say
from analytics.share.citing import is_web
from analytics.share.endnotes import Note, Quoted
from analytics.share.markup import Markup, joined, tag
from analytics.share.wordml import SPACES, link, paragraph, run, w

HEAD, STYLE = "EndnoteHead", "EndnoteText"


def add_notes(document: Any, notes: Sequence[Note], language: Language) -> None:
    """Puts the notes into the document; their numbers are the ids that the text refers to."""
    part = _NotesPart(PackURI("/word/endnotes.xml"), CONTENT_TYPE.WML_ENDNOTES, b"", document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)
    separators = (
        w("endnote", w("p", w("r", w(kind))), type=kind, id=at)
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    every = tag("w:endnotes", *separators, *(_note(part, note, language) for note in notes), **SPACES)
    part.written = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{every}'.encode()


class _NotesPart(Part):
    """A part whose text is known only when its addresses have got their numbers."""

    written = b""

    @property
    def blob(self) -> bytes:
        return self.written


def _note(part: Part, note: Note, language: Language) -> Markup:
    sign = w("r", w("rPr", w("rStyle", val="EndnoteReference")), w("endnoteRef"))
    first = paragraph(sign, run(f" {note.heading}", bold=True), style=HEAD)
    lines = (paragraph(run(line), style=STYLE) for line in note.lines)
    quotes = (paragraph(*_quoted(part, one, language), style=STYLE) for one in note.quotes)
    return w("endnote", joined((first, *quotes, *lines)), id=note.number)


def _quoted(part: Part, one: Quoted, language: Language) -> Iterator[Markup]:
    name = f"{one.name} · {one.more}" if one.more else one.name
    yield run(f"[{one.number}] {name} ")
    yield run(say("document.quote" if one.address else "document.quote_again", language, words=one.words))
    if one.address and is_web(one.address):
        before, _, after = one.source.rpartition(one.address)
        # python-docx would look through all relations for one of the same address: minutes for a long report.
        relation = f"rId{len(part.rels) + 1}"
        part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, one.address, relation, is_external=True)
        yield joined((run(before), link(one.address, relation), *((run(after),) if after else ())))
    else:
        yield run(one.source)
