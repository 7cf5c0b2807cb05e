"""How a report looks: page, fonts and styles, on the template of python-docx."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from analytics.share.wordml import element, w

BODY, HEADING = ("Times New Roman", "宋体"), ("Arial", "黑体")
"""Latin and Chinese fonts that Word has everywhere; LibreOffice puts its own Chinese ones in their place."""
INK, LINK = RGBColor(0x1C, 0x1C, 0x1C), RGBColor(0x00, 0x5A, 0x8C)
TEXT_WIDTH = Cm(16)
BUILT_IN = ("endnote text", "endnote reference", "Hyperlink")
"""Styles that Word knows by these names."""
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def set_page(document: Any) -> None:
    """A4 with margins of 2.5 cm, and notes that are numbered 1, 2, 3."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    own = section._sectPr
    own.find(qn("w:pgSz")).addprevious(element(w("endnotePr", w("numFmt", val="decimal"))))
    settings = document.settings.element
    notes = element(w("endnotePr", w("numFmt", val="decimal"), w("endnote", id=-1), w("endnote", id=0)))
    settings.find(qn("w:compat")).addprevious(notes)


def set_styles(document: Any) -> None:
    """Fonts of all styles that are used, and the styles of notes and tables."""
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _fonts(defaults, BODY)
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element(w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")))
    sizes = {"Normal": 10.5, "List Bullet": 10.5, "Caption": 9, "Title": 20, "Heading 1": 14, "Heading 2": 12}
    for name, size in sizes.items():
        style = styles[name]
        _fonts(style.element.get_or_add_rPr(), HEADING if name in ("Title", "Heading 1", "Heading 2") else BODY)
        style.font.size, style.font.color.rgb = Pt(size), INK
        style.font.bold = name in ("Title", "Heading 1", "Heading 2")
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Caption"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _new(styles, "endnote text", "EndnoteText", 8.5).paragraph_format.space_after = Pt(2)
    head = _new(styles, "EndnoteHead", "EndnoteHead", 8.5).paragraph_format
    head.space_before, head.space_after, head.keep_with_next = Pt(8), Pt(2), True
    _new(styles, "TableText", "TableText", 9).paragraph_format.space_after = Pt(0)
    reference = _new(styles, "endnote reference", "EndnoteReference", None, WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript, reference.font.color.rgb = True, LINK
    hyperlink = _new(styles, "Hyperlink", "Hyperlink", None, WD_STYLE_TYPE.CHARACTER)
    hyperlink.font.color.rgb, hyperlink.font.underline = LINK, True


def set_footer(document: Any, text: str) -> None:
    """What the document is of, and its page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.text = f"{text}    "
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shown = w("r", w("t", "1"))
    paragraph._p.append(element(w("fldSimple", shown, instr=" PAGE ")))
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _new(styles: Any, name: str, key: str, size: float | None, kind: Any = WD_STYLE_TYPE.PARAGRAPH) -> Any:
    style = styles.add_style(name, kind, builtin=name in BUILT_IN)
    style.element.set(qn("w:styleId"), key)
    if kind == WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = styles["Normal"]
    if size:
        style.font.size = Pt(size)
    return style


def _fonts(look: Any, fonts: tuple[str, str]) -> None:
    """Named fonts instead of those of the theme, which has no Chinese ones."""
    latin, chinese = fonts
    found = look.find(qn("w:rFonts"))
    if found is None:
        found = element(w("rFonts"))
        look.insert(0, found)
    for theme in _THEMES:
        found.attrib.pop(qn(f"w:{theme}"), None)
    for script, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        found.set(qn(f"w:{script}"), font)
