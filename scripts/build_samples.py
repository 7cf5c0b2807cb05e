"""Writes the sample files that the page offers: ``python scripts/build_samples.py [FOLDER]``. The same bytes every time."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
from openpyxl.utils import get_column_letter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from samples import CSV, CSV_AWKWARD, DOCUMENT, PAGES, PLACES, XLSX, Report  # noqa: E402

CSV_HEADINGS = ("标题", "发布时间", "来源", "作者", "正文")
XLSX_HEADINGS = ("报道名称", "见报日期", "媒体", "撰稿", "报道全文", "备注")
PLACE_HEADINGS = ("code", "level", "name", "province", "city", "county", "town", "aliases")
MOMENT = (2026, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""Moments in the description of an office file; they are the only thing in it that changes."""
FOOT = ("【打印本页】　【关闭窗口】", "版权所有：望澜县融媒体中心　未经授权不得转载", "ICP备案号：澜ICP备00000000号")


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as CSV that spreadsheet programs open as they are."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def workbook() -> bytes:
    """A sheet with headings that not everybody uses, and a column that is no part of an article."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = "2025年报道"
    for row in (XLSX_HEADINGS, *((*report, "") for report in XLSX)):
        sheet.append(list(row))
    for at, width in enumerate((26, 14, 14, 10, 80, 10), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    book.save(out)
    return packed(members(out.getvalue()))


def page(report: Report, codec: str) -> bytes:
    """A web page as it comes out when all of it is copied: navigation above, a foot below."""
    title, published, source, author, body = report
    head = ("望澜新闻网", "首页 > 新闻中心 > 基层动态 > 正文", title)
    said = f"{published} 09:00　来源：{source}　作者：{author}"
    lines = (*head, said, *body.split("\n"), f"责任编辑：{author}", *FOOT)
    return ("\r\n".join(lines) + "\r\n").encode(codec)


def document(report: Report) -> bytes:
    """The same as a Word document."""
    title, published, source, author, body = report
    made, out = docx.Document(), io.BytesIO()
    made.add_heading(title, 0)
    made.add_paragraph(f"{published}　来源：{source}　作者：{author}")
    for line in body.split("\n"):
        made.add_paragraph(line)
    made.save(out)
    return packed(members(out.getvalue()))


def archive() -> bytes:
    """Pages and a document in two folders."""
    pages = {
        f"网页/{n:02d}-{report[0]}.txt": page(report, ("utf-8", "gb18030")[n % 2])
        for n, report in enumerate(PAGES, start=1)
    }
    return packed(pages | {f"文档/{DOCUMENT[0]}.docx": document(DOCUMENT)})


def members(data: bytes) -> dict[str, bytes]:
    """The members of an office file, its moments all the same."""
    moment = datetime(*MOMENT).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        found = {name: opened.read(name) for name in opened.namelist()}
    return {n: STAMP.sub(moment, d) if n == "docProps/core.xml" else d for n, d in found.items()}


def packed(found: Mapping[str, bytes]) -> bytes:
    """A ZIP whose members all bear the same moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in found.items():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data, compresslevel=9)
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "samples.csv": lambda: table((CSV_HEADINGS, *CSV[:6], *CSV_AWKWARD, *CSV[6:])),
    "samples.xlsx": workbook,
    "samples.zip": archive,
    "places.csv": lambda: table((PLACE_HEADINGS, *((*place, "") for place in PLACES))),
}


def main(folder: Path) -> None:
    """Writes every file into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "samples")
