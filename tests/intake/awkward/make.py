"""Awkward and hostile files, made here; ``expected.csv`` beside this says what must come of each."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable

import docx
import openpyxl
from intake.awkward import good
from intake.awkward.good import BODIES, HEADINGS, PAGE, ROWS, archive, csv_text
from lxml import etree
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

MADE: dict[str, Callable[[], bytes]] = {}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        MADE[name] = make
        return make

    return keep


def text(name: str, content: str, codec: str = "utf-8") -> None:
    MADE[name] = lambda: content.encode(codec)


def table(*headings: str, order: tuple[int, ...] = (0, 1, 4)) -> str:
    rows = [[row[i] for i in order] for row in ROWS]
    return csv_text([list(headings), *rows] if headings else rows)


# Tables: headings that say nothing, none at all, several kinds of quotes and rows.
text("no_headings.csv", table())
text("no_headings_one_row.csv", csv_text([ROWS[0]]))
text("no_headings.tsv", csv_text(ROWS, "\t"))
text("semicolons_no_headings.csv", csv_text(ROWS, ";"))
text("unknown_headings.csv", table("F1", "F2", "F3"))
text("unknown_headings_order.csv", table("甲", "乙", "丙", order=(5, 4, 1)))
text("half_known_headings.csv", table("标题", "见报", "报道"))
text("title_above.csv", "云岫县新闻台账,,\r\n" + table("标题", "日期", "正文"))
text("title_above_unknown.csv", "云岫县新闻台账,,\r\n" + table("甲", "乙", "丙"))
text("crawled.csv", table("标题", "采集时间", "正文"))
text("summaries.csv", table("标题", "日期", "摘要"))
text("no_prose.csv", "名称,数量,日期\r\n水管,3,2024-05-06\r\n电线,20,2024-05-07\r\n")
text("numbers.csv", "1,2,3\r\n4,5,6\r\n")
text("only_heading.csv", "标题,正文\r\n")
text("blank_lines.csv", "\r\n\r\n\r\n")
text("uneven.csv", '标题,正文\r\n一,"好的。"\r\n二\r\n三,"好。",多\r\n')
text("bad_quotes.csv", '标题,正文\r\n一,"好"的。\r\n二,"没有合上\r\n')
text("big5.csv", "標題,正文\r\n供電所,志願者走進村莊檢查線路，老人們都很高興，說這樣的服務真好。\r\n" * 2, "big5")
text("utf16.csv", table("标题", "日期", "正文"), "utf-16")
MADE["nul.csv"] = lambda: b"title,text\r\na,b\0c\r\n"
MADE["bom_only.csv"] = lambda: b"\xef\xbb\xbf"
MADE["empty.csv"] = lambda: b""
MADE["program.csv"] = lambda: b"MZ\x90\0\x03\0\0\0" + bytes(range(256)) * 8
MADE["wide_row.csv"] = lambda: ("标题,正文\r\n一," + "," * 200_000 + "\r\n").encode()

# Names that do not say what is inside.
MADE["web_page_table.xls"] = lambda: good.html_table().encode("gb18030")
MADE["web_page_of_numbers.xls"] = lambda: good.html_table([("名称", "数量"), ("水管", "3")]).encode()
MADE["web_page.xls"] = lambda: good.html().encode()
MADE["rows_of_text.xls"] = lambda: csv_text(delimiter="\t").encode("utf-16")
MADE["sheet.et"] = good.xls
MADE["new_as_old.xls"] = good.xlsx
MADE["old_as_new.xlsx"] = good.xls
MADE["page_as.doc"] = lambda: good.html().encode()
MADE["archive_as.xlsx"] = lambda: archive({"a.txt": PAGE.encode()})
MADE["document_as.txt"] = good.docx_page
MADE["text_as.pdf"] = PAGE.encode
MADE["rich_text.doc"] = lambda: b"{\\rtf1\\ansi abc}"
MADE["slides.pptx"] = lambda: archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})
MADE["other.rar"] = lambda: b"Rar!\x1a\x07\x01\0" + bytes(100)
MADE["picture.png"] = lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)


@made("far_corner.xlsx")
def far_corner() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["XFD1048576"] = "标题", "正文"
    book.save(out)
    return out.getvalue()


@made("two_sheets.xlsx")
def two_sheets() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (HEADINGS, *ROWS[:1]):
        book.active.append(row)
    second = book.create_sheet("五月")
    for row in ROWS[1:]:
        second.append(row)
    book.create_sheet("统计").append(["合计", 3])
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, change: dict[str, Callable[[bytes], bytes]]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return archive({n: change.get(n, lambda x: x)(old.read(n)) for n in old.namelist()})


MADE["padded.xlsx"] = lambda: repacked(good.xlsx(), {"xl/worksheets/sheet1.xml": lambda x: x + b" " * 210_000_000})
MADE["padded_less.xlsx"] = lambda: repacked(good.xlsx(), {"xl/worksheets/sheet1.xml": lambda x: x + b" " * 20_000_000})
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12))
    + b"]>"
)
MADE["laughs.xlsx"] = lambda: repacked(
    good.xlsx(), {"xl/worksheets/sheet1.xml": lambda x: LAUGHS + x.replace(b"<row", b"<!-- --><row", 1)}
)
MADE["laughs.docx"] = lambda: repacked(
    good.docx_page(), {"word/document.xml": lambda x: LAUGHS + x.partition(b"?>")[2]}
)
MADE["laughs.xml"] = lambda: b'<?xml version="1.0"?>' + LAUGHS + b"<rss><title>&m;</title></rss>"
MADE["half.xlsx"] = lambda: good.xlsx()[:3000]
MADE["half.xls"] = lambda: good.xls()[:2000]
MADE["half.docx"] = lambda: good.docx_page()[:9000]
MADE["half.pdf"] = lambda: good.pdf()[:300]

# Documents.
MADE["table_and_text.docx"] = lambda: good.docx_table(above=BODIES[2])
MADE["layout_table.docx"] = lambda: good.docx_table([[ROWS[0][0]], *([line] for line in BODIES[0].split("\n"))], "")


@made("blank.docx")
def blank() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


@made("tracked.docx")
def tracked() -> bytes:
    """Words inserted, deleted, in a content control and in a text box: all but the deleted are part of the text."""
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(ROWS[0][0])
    paragraph = document.add_paragraph("志愿者走进石桥村，")._p
    for tag, inside, words in (("del", "delText", "没有"), ("ins", "t", "检查线路三十余处，村民都说好。")):
        mark = etree.SubElement(paragraph, W + tag)
        etree.SubElement(etree.SubElement(mark, W + "r"), W + inside).text = words
    control = etree.SubElement(etree.SubElement(document.element.body, W + "sdt"), W + "sdtContent")
    run = etree.SubElement(etree.SubElement(control, W + "p"), W + "r")
    etree.SubElement(run, W + "t").text = "控件里的一段话，也是正文的一部分。"
    document.save(out)
    return out.getvalue()


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def pages(count: int, words: str = "") -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for _ in range(count):
            canvas.rect(100, 100, 200, 200)
            if words:
                canvas.drawString(100, 400, words)
            canvas.showPage()

    return draw


MADE["scanned.pdf"] = lambda: drawn(pages(3))
MADE["many_pages.pdf"] = lambda: drawn(pages(1001, "text"))
MADE["sealed.pdf"] = lambda: drawn(pages(1, "text"), encrypt=StandardEncryption("secret", canPrint=0))
MADE["long.pdf"] = lambda: good.pdf(times=12)

# Archives.
MADE["all_kinds.zip"] = lambda: archive(
    {f"{i}/{name}": make() for i, (name, make) in enumerate(good.GOOD.items()) if name != "good.zip"}
)
MADE["bomb.zip"] = lambda: archive({"a.txt": b"0" * 210_000_000})
MADE["small_bomb.zip"] = lambda: archive({"a.txt": b"0" * 5_000_000})
MADE["bomb_beside.zip"] = lambda: archive({"a.txt": b"0" * 5_000_000, "b.txt": PAGE.encode()})
MADE["many.zip"] = lambda: archive({f"{i}.txt": b"x" for i in range(2001)})
MADE["nested.zip"] = lambda: archive({"a.zip": archive({"b.txt": PAGE.encode()}), "c.txt": PAGE.encode()})
MADE["nested_rar.zip"] = lambda: archive({"a.rar": b"Rar!\x1a\x07\x01\0" + bytes(99), "c.txt": PAGE.encode()})
MADE["climbing.zip"] = lambda: archive({"../../a.txt": PAGE.encode(), "b.txt": PAGE.encode()})
MADE["climbing_windows.zip"] = lambda: archive({"..\\a.txt": PAGE.encode()})
MADE["absolute.zip"] = lambda: archive({"/etc/a.txt": PAGE.encode()})
MADE["drive.zip"] = lambda: archive({"C:\\a.txt": PAGE.encode()})
MADE["backslashes.zip"] = lambda: archive({"五月\\报道.txt": PAGE.encode()})
MADE["mac.zip"] = lambda: archive(
    {"__MACOSX/._a.txt": b"\0\x05\x16\x07", ".DS_Store": b"\0\0\0\1Bud1", "a.txt": PAGE.encode()}
)
MADE["only_mac.zip"] = lambda: archive({"__MACOSX/._a.txt": b"\0\x05\x16\x07", ".DS_Store": b"\0\0\0\1Bud1"})
MADE["empty.zip"] = lambda: archive({})
MADE["half.zip"] = lambda: archive({"a.txt": PAGE.encode(), "b.txt": PAGE.encode()})[:300]
MADE["with_head.zip"] = lambda: b"PK\x03\x04" + archive({"a.txt": PAGE.encode()})


def patched(data: bytes, local: tuple[int, str, int], central: tuple[int, str, int]) -> bytes:
    """One field of the first local and the first central header changed: offset, struct format, value."""
    out = bytearray(data)
    for mark, (offset, form, value) in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        struct.pack_into(form, out, out.index(mark) + offset, value)
    return bytes(out)


def one(method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return archive({"a.txt": PAGE.encode()}, method)


MADE["sealed.zip"] = lambda: patched(one(), (6, "<H", 1), (8, "<H", 1))
MADE["strange_method.zip"] = lambda: patched(one(), (8, "<H", 97), (10, "<H", 97))
MADE["says_less.zip"] = lambda: patched(one(), (22, "<I", 10), (24, "<I", 10))
MADE["says_more.zip"] = lambda: patched(one(), (22, "<I", 9000), (24, "<I", 9000))
MADE["says_more_stored.zip"] = lambda: patched(one(0), (22, "<I", 9000), (24, "<I", 9000))
MADE["wrong_sum.zip"] = lambda: patched(one(), (14, "<I", 7), (16, "<I", 7))
MADE["other_name.zip"] = lambda: patched(one(), (30, "<c", b"b"), (46, "<c", b"a"))


@made("volume.zip")
def volume() -> bytes:
    out = bytearray(one())
    struct.pack_into("<2H", out, out.index(b"PK\x05\x06") + 4, 1, 1)
    return bytes(out)


@made("twice.zip")
def twice() -> bytes:
    data = archive({"a.txt": PAGE.encode(), "b.txt": BODIES[1].encode(), "c.txt": BODIES[2].encode()})
    return data.replace(b"b.txt", b"a.txt")


@made("overlap.zip")
def overlap() -> bytes:
    """Two entries of the directory that point at the same bytes."""
    out = bytearray(archive({"a.txt": PAGE.encode(), "b.txt": PAGE.encode()}))
    first = out.index(b"PK\x01\x02")
    struct.pack_into("<I", out, out.index(b"PK\x01\x02", first + 4) + 42, 0)
    return bytes(out)


@made("link.zip")
def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        member = zipfile.ZipInfo("a.txt")
        member.create_system, member.external_attr = 3, 0o120777 << 16
        packed.writestr(member, "/etc/passwd")
        packed.writestr("b.txt", PAGE)
    return out.getvalue()


def named(raw: bytes) -> bytes:
    """An archive whose one member has these bytes as its name, without the flag of UTF-8."""
    return archive({"N" * len(raw) + ".txt": PAGE.encode()}).replace(b"N" * len(raw), raw)


MADE["gbk_name.zip"] = lambda: named("石桥村".encode("gb18030"))
MADE["utf8_name.zip"] = lambda: named("石桥村".encode())
MADE["gbk_name_twice_coded.zip"] = lambda: archive({"石桥村".encode("gb18030").decode("cp437") + ".txt": PAGE.encode()})
MADE["latin_name.zip"] = lambda: archive({"été.txt": PAGE.encode()})

# JSON.
text("deep.json", "[" * 100_000)
text("empty.json", "[]")
text("number.json", "[1, 2]")
text("unknown_keys.json", json.dumps([{"a": r[0], "b": r[1], "c": r[4]} for r in ROWS], ensure_ascii=False))
text("nested.json", json.dumps({"data": {"list": [{"title": "a", "text": BODIES[1]}]}}, ensure_ascii=False))
text("broken.jsonl", good.jsonl_text() + '{"标题": \n"x"\n')
text("surrogate.jsonl", '{"text": "\\ud800"}\n')
text("half.json", good.json_text()[:500])

# Pages.
text("spaces.txt", " \n\t\n　　\n")
text("no_width.txt", "\u200b\u200b\ufeff\n")
text("one_long_line.txt", "好" * 300_000)
text("control.txt", "标题\x01\x02\n" + BODIES[1])
text("emoji.txt", "家门口看病真方便 🙂\n2024-05-08\n𠮷先生说：“🙂好！”\n" + BODIES[1])
text("deep.html", "<div>" * 50_000 + BODIES[1] + "</div>" * 50_000)
text("script_only.html", "<html><body><script>alert(1)</script></body></html>")
text("attack.html", f"<html><body><h1>看<img src=x onerror=alert(1)>病</h1><p>{BODIES[1]}</p></body></html>")
text("many_tags.html", "<html><body>" + "<p>好。<b><i><a href='#'>" * 40_000)
text("entities.html", "<html><body><p>" + "&lt;script&gt;好。" * 2000 + "</p></body></html>")
