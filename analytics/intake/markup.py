"""Web pages and other markup to lines of text. Runs in the child process: it reads what a stranger wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.html
import trafilatura
from lxml import etree
from lxml.html.defs import block_tags
from trafilatura.settings import use_config

from analytics.problems import Problem

_BLOCKS = block_tags | {
    "article", "aside", "body", "br", "caption", "dd", "dt", "figcaption", "figure", "footer", "header", "hr", "html",
    "label", "li", "main", "nav", "option", "section", "summary", "details", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr",
}  # fmt: skip
_SKIPPED = {
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "textarea",
    "button", "audio", "video",
}  # fmt: skip
_WITHIN = {
    "p", "li", "ul", "ol", "dl", "dt", "dd", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
    "center", "table", "tbody", "thead", "tr", "td", "th", "caption", "pre", "br", "hr",
}  # fmt: skip
_TITLE_TAILS = ("_", "|", "｜", " - ", " – ", "-", "——")
_SHORTEST_KEY = 8
# Chinese says in 80 characters what the default of 250 is meant for.
_SIZES = {"MIN_EXTRACTED_SIZE": "80", "MIN_OUTPUT_SIZE": "1"}


def html_page(text: str) -> dict[str, Any]:
    """``lines`` of the page, whether each is ``inside`` the body, ``titles`` (best first) and ``meta`` tags."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    runs = list(_runs(tree))
    meta = _meta(tree)
    return {
        "lines": [line for line, _ in runs],
        "inside": _inside(runs, _body_lines(tree)),
        "titles": _titles(tree),
        "meta": meta,
    }


def xml_page(text: str) -> dict[str, Any]:
    """The same for feeds and other XML: the text of every element, markup inside it read as a web page."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    tree = etree.fromstring(text.encode("utf-8"), parser=parser)
    lines: list[str] = []
    for element in tree.iter() if tree is not None else ():
        for raw in (element.text if isinstance(element.tag, str) else None, element.tail):
            lines += _xml_lines(raw) if raw and raw.strip() else []
    return {"lines": lines, "inside": [], "titles": [], "meta": {}}


def _xml_lines(raw: str) -> list[str]:
    if "<" in raw and ">" in raw:
        fragment = lxml.html.document_fromstring(
            f"<div>{raw}</div>".encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
        return [line for line, _ in _runs(fragment)]
    return [line for part in raw.splitlines() if (line := part.strip())]


def _runs(tree: Any) -> Iterator[tuple[str, Any]]:
    """Every line of text in order, with the element that holds it together with its neighbours."""
    parts: list[str] = []
    holder, skipped = tree, 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            parts.append("" if skipped else element.tail or "")
            continue
        block = element.tag in _BLOCKS
        if block and (line := _line(parts)):
            yield line, _holder(holder)
        if block:
            parts, holder = [], element if event == "start" else element.getparent()
        hidden = element.tag in _SKIPPED or "display:none" in (element.get("style") or "").replace(" ", "").lower()
        if event == "start":
            skipped += hidden
            parts.append("" if skipped else element.text or "")
        else:
            skipped -= hidden
            parts.append("" if skipped or element is tree else element.tail or "")
    if line := _line(parts):
        yield line, _holder(holder)


def _line(parts: list[str]) -> str:
    """White space as a browser shows it: runs of it are one space, none at the ends."""
    text = "".join(parts)
    for mark in "\t\r\n\f":
        text = text.replace(mark, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def _holder(element: Any) -> Any:
    while element is not None and element.tag in _WITHIN:
        element = element.getparent()
    return element


def _body_lines(tree: Any) -> list[str]:
    config = use_config()
    for key, value in _SIZES.items():
        config.set("DEFAULT", key, value)
    found: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False, favor_precision=True, config=config
    )
    return [key for line in (found.text or "").splitlines() if (key := _key(line))] if found else []


def _key(line: str) -> str:
    return "".join(c for c in line if not c.isspace() and c not in "|-*#")


def _inside(runs: list[tuple[str, Any]], body: list[str]) -> list[bool]:
    """Lines of the body, those between them and those in the same holder; empty when the body is not known."""
    exact, whole = set(body), "\n".join(body)
    keys = [_key(line) for line, _ in runs]
    hits = [i for i, key in enumerate(keys) if key in exact or (len(key) >= _SHORTEST_KEY and key in whole)]
    if not hits:
        return []
    long = [i for i in hits if len(keys[i]) >= 2 * _SHORTEST_KEY] or hits
    holders = {runs[i][1] for i in long if runs[i][1] is not None and runs[i][1].tag not in ("body", "html")}
    return [long[0] <= i <= long[-1] or holder in holders for i, (_, holder) in enumerate(runs)]


def _titles(tree: Any) -> list[str]:
    """Headings of the first rank and the page's own title, with and without the name of the site behind it."""
    found = [_line([h.text_content()]) for h in tree.iter("h1")]
    for element in tree.iter("title"):
        title = _line([element.text_content()])
        cuts = [title[:at].strip() for mark in _TITLE_TAILS if (at := title.rfind(mark)) > 3]
        found += [*cuts, title]
        break
    return [t for t in found if t]


def _meta(tree: Any) -> dict[str, str]:
    out: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        if name and (content := (element.get("content") or "").strip()):
            out.setdefault(name.lower(), content)
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            out.setdefault("canonical", element.get("href").strip())
    return out


def html_tables(text: str) -> Iterator[dict[str, Any]]:
    """``{"sheet", "first", "rows"}`` for every table of a web page that a system hands out as a workbook (``.xls``).

    Raises Problem when there is none.
    """
    tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    number = 0
    for table in tree.iter("table"):
        rows = [[_cell(c) for c in row.iterchildren("td", "th")] for row in table.iter("tr")]
        if rows:
            number += 1
            yield {"sheet": str(number), "first": 1, "rows": rows}
    if not number:
        raise Problem.of("read_not_a_workbook", suffix=".xls")


def _cell(cell: Any) -> str:
    return "\n".join(line for line, _ in _runs(cell))
