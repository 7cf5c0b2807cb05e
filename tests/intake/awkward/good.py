"""Good files of every format, made of three invented reports."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence

import docx
import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

HEADINGS = ("标题", "发布时间", "来源", "作者", "正文", "链接")
BODIES = (
    "5月6日，云岫县供电所的志愿者走进石桥村，为独居老人检查线路三十余处，更换老化开关十二个。\n"
    "志愿者还向村民讲解了夏季用电的注意事项，并留下了联系电话。“有事就打这个电话，我们随叫随到。”"
    "供电所所长周启明说。村民们纷纷表示，这样的服务办到了大家的心坎上。\n"
    "据了解，今年以来供电所已开展类似活动八场，服务群众二百余人次。",
    "近日，云溪镇卫生院组织医护人员到梨坪村开展义诊，为村民测量血压、血糖，发放健康手册一百余份。\n"
    "“不用出村就能看病，方便多了。”七十三岁的村民何桂兰说。",
    "5月8日上午，云岫中学团委与松岭社区党支部在社区广场联合举办读书会，六十多名学生和居民参加。\n"
    "活动结束后，学生们把两百本图书捐给了社区书屋。",
)
ROWS = (
    ("石桥村的灯更亮了", "2024-05-07", "云岫日报", "李禾", BODIES[0], "http://yunxiu.example/a/1"),
    ("家门口看病真方便", "2024-05-08", "云岫发布", "", BODIES[1], "http://yunxiu.example/a/2"),
    ("书香飘进松岭社区", "2024-05-09", "云岫日报", "何平", BODIES[2], "http://yunxiu.example/a/3"),
)
PAGE = f"{ROWS[0][0]}\n2024-05-07 10:20 来源：云岫日报 作者：李禾\n{BODIES[0]}\n责任编辑：何平\n"


def csv_text(rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS), delimiter: str = ",") -> str:
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows)
    return "".join(delimiter.join(row) + "\r\n" for row in quoted)


def xlsx(rows: Sequence[Sequence[object]] = (HEADINGS, *ROWS)) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(out)
    return out.getvalue()


def xls(rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS)) -> bytes:
    book, out = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("报道")
    for i, row in enumerate(rows):
        for k, cell in enumerate(row):
            sheet.write(i, k, cell)
    book.save(out)
    return out.getvalue()


def ods(rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS)) -> bytes:
    book, out = OpenDocumentSpreadsheet(), io.BytesIO()
    sheet = Table(name="报道")
    for row in rows:
        line = TableRow()
        for cell in row:
            box = TableCell(valuetype="string")
            for part in cell.split("\n"):
                box.addElement(P(text=part))
            line.addElement(box)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(out)
    return out.getvalue()


def html() -> str:
    paragraphs = "".join(f"<p>　　{line}</p>" for line in BODIES[0].split("\n"))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{ROWS[0][0]}_云岫新闻网</title></head><body>"
        f"<div class='nav'><a href='/'>首页</a> <a href='/x'>新闻</a></div><div class='article'><h1>{ROWS[0][0]}</h1>"
        f"<p>2024-05-07 来源：云岫日报 作者：李禾</p>{paragraphs}</div><div>版权所有 云岫新闻网</div></body></html>"
    )


def html_table(rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS)) -> str:
    lines = ("".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row) for row in rows)
    return (
        "<html><head><meta charset='utf-8'></head><body><table>"
        + "".join(f"<tr>{x}</tr>" for x in lines)
        + "</table></body></html>"
    )


def docx_page() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_heading(ROWS[0][0], 0)
    document.add_paragraph("2024-05-07 来源：云岫日报 作者：李禾")
    for line in BODIES[0].split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def docx_table(rows: Sequence[Sequence[str]] = (HEADINGS, *ROWS), above: str = "云岫县新闻台账") -> bytes:
    document, out = docx.Document(), io.BytesIO()
    if above:
        document.add_paragraph(above)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(out)
    return out.getvalue()


def pdf(
    bodies: Sequence[str] = BODIES, head: str = "云岫日报　2024年5月7日", title: str = ROWS[0][0], times: int = 1
) -> bytes:
    """A printed page: a title in large type, indented paragraphs that run over lines, a running head and numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=17, firstLineIndent=22, wordWrap="CJK")
    large = ParagraphStyle("large", parent=body, fontSize=20, leading=28, alignment=TA_CENTER, firstLineIndent=0)
    small = ParagraphStyle("small", parent=body, fontSize=9, alignment=TA_CENTER, firstLineIndent=0)
    lines = [line for _ in range(times) for text in bodies for line in text.split("\n")]

    def furniture(canvas: object, template: SimpleDocTemplate) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, 800, head)
        canvas.drawCentredString(297, 40, f"- {template.page} -")

    template = SimpleDocTemplate(out, pagesize=(595, 842), invariant=1, topMargin=72)
    story = [Paragraph(title, large), Paragraph("2024-05-07 来源：云岫日报 作者：李禾", small), Spacer(1, 8)]
    template.build([*story, *(Paragraph(x, body) for x in lines)], onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def json_text() -> str:
    return json.dumps([dict(zip(HEADINGS, row, strict=True)) for row in ROWS], ensure_ascii=False)


def jsonl_text() -> str:
    return "".join(json.dumps(dict(zip(HEADINGS, row, strict=True)), ensure_ascii=False) + "\n" for row in ROWS)


GOOD: dict[str, Callable[[], bytes]] = {
    "good.csv": lambda: csv_text().encode(),
    "good_gbk.csv": lambda: csv_text().encode("gb18030"),
    "good.tsv": lambda: csv_text(delimiter="\t").encode("utf-16"),
    "good.xlsx": xlsx,
    "good.xls": xls,
    "good.ods": ods,
    "good.json": lambda: json_text().encode(),
    "good.jsonl": lambda: jsonl_text().encode(),
    "good.html": lambda: html().encode(),
    "good.txt": lambda: PAGE.encode("gb18030"),
    "good.docx": docx_page,
    "good_table.docx": docx_table,
    "good.pdf": pdf,
    "good.zip": lambda: archive(
        {"报道.csv": csv_text().encode(), "页.docx": docx_page(), "网页.html": html().encode()}
    ),
}
"""Name to what makes the file; each gives articles."""
