"""Invented forms in the shapes in which offices hand them out."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

THIN = Border(*(Side(style="thin"),) * 4)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _grid(sheet: Any, first: int, last: int, columns: int) -> None:
    for row in range(first, last + 1):
        for column in range(1, columns + 1):
            sheet.cell(row, column).border = THIN
            sheet.cell(row, column).font = Font(name="SimSun", size=11, italic=True)
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="center")


def plain() -> bytes:
    """A title over all columns, headings, two examples, five empty rows, a total, signatures; A4 landscape."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.merge_cells("A1:H1")
    sheet["A1"] = "某某镇志愿服务活动台账（2025年度）"
    sheet["A2"] = "填报单位（盖章）："
    heads = ["序号", "活动时间", "活动名称", "活动类型", "地点", "主办单位", "参加人数", "备注"]
    for column, head in enumerate(heads, start=1):
        sheet.cell(3, column, head).fill = PatternFill("solid", start_color="DDDDDD")
    sheet.append([1, "2025.3.5", "示例：学雷锋", "志愿服务", "幸福广场", "某某支部", 20, "示例"])
    sheet.append([2, "2025.3.6", "示例二", "走访", "某村", "某某支部", 5, ""])
    _grid(sheet, 3, 11, 8)
    for row in range(4, 11):
        sheet.row_dimensions[row].height = 31.5
    sheet["A11"], sheet["G11"] = "合计", "=SUM(G4:G10)"
    sheet.merge_cells("A11:F11")
    sheet["A13"], sheet["E13"] = "填表人：", "审核人："
    sheet.merge_cells("A14:H14")
    sheet["A14"] = "说明：一次活动填一行。"
    for letter, width in zip("ABCDEFGH", (6, 14, 30, 12, 16, 22, 9, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.print_area, sheet.print_title_rows = "A1:H14", "1:3"
    check = DataValidation(type="list", formula1='"志愿服务,走访"', sqref="D4:D10")
    sheet.add_data_validation(check)
    return _bytes(book)


def two_rows() -> bytes:
    """Headings of two rows: 参加人数 over 合计 and 党员; ISO dates."""
    book = Workbook()
    sheet = book.active
    sheet.merge_cells("A1:G1")
    sheet["A1"] = "结对共建活动统计表"
    for area in ("A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "G2:G3"):
        sheet.merge_cells(area)
    for place, head in {
        "A2": "编号", "B2": "开展日期\n（格式：2025-03-05）", "C2": "活动主题", "D2": "参加人数", "D3": "合计", "E3": "其中党员",
        "F2": "共建单位", "G2": "信息来源",
    }.items():  # fmt: skip
        sheet[place] = head
    _grid(sheet, 2, 8, 7)
    return _bytes(book)


def bare() -> bytes:
    """Headings in the first row and nothing else: no lines, no empty rows."""
    book = Workbook()
    book.active.append(["日期", "主要内容", "服务对象", "链接"])
    return _bytes(book)


def tight() -> bytes:
    """One example row directly over the total and a signature; on the second sheet, behind an explanation."""
    book = Workbook()
    book.active.title = "填表说明"
    book.active["A1"] = "请在第二张表填写。"
    sheet = book.create_sheet("汇总 表")
    sheet["B2"] = "附件3"
    for column, head in enumerate(["项次", "服务 时间", "服务项目", "服务人次", "单次均数"], start=2):
        sheet.cell(4, column, head)
    for column, value in enumerate([1, "2025/3/5", "义诊", 30, "=E5/1"], start=2):
        sheet.cell(5, column, value)
    _grid(sheet, 4, 6, 6)
    sheet["B6"], sheet["E6"] = "总计", "=SUM(E5:E5)"
    sheet["B8"] = "负责人签字："
    book["填表说明"]["A2"] = "='汇总 表'!E6"
    return _bytes(book)


def unmerged() -> bytes:
    """Two rows of headings without merged cells, a note below, no total."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "新时代文明实践活动登记表"
    sheet.append(["序号", "时间", "地点", "活动情况", None, "佐证材料"])
    sheet.append([None, None, None, "活动类别", "活动内容", None])
    _grid(sheet, 2, 6, 6)
    sheet["A7"] = "注：佐证材料写明报道标题和日期。"
    return _bytes(book)


def seasonal() -> bytes:
    """Merged cells within the example rows, English headings, a filter, a hidden column."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Log"
    sheet.append(["No.", "Date", "Type", "Place", "Organiser", "Content", "Source", "Link"])
    sheet.append([1, "2025年3月5日", "Visit", "Village", "Branch", "Example", "Paper", "http://x.example"])
    sheet.merge_cells("E2:E3")
    _grid(sheet, 1, 4, 8)
    sheet.auto_filter.ref = "A1:H4"
    sheet.column_dimensions["H"].hidden = True
    sheet["A5"] = "Total"
    return _bytes(book)


FORMS: dict[str, tuple[Callable[[], bytes], dict[str, str], str]] = {
    "plain": (
        plain,
        {"A": "number", "B": "date", "C": "name", "D": "types", "E": "places", "F": "organisers", "G": "people"},
        "dot",
    ),
    "two_rows": (
        two_rows, {"A": "number", "B": "date", "C": "name", "D": "people", "F": "partners", "G": "source"}, "iso"
    ),
    "bare": (bare, {"A": "date", "B": "content", "C": "beneficiaries", "D": "address"}, "cn"),
    "tight": (tight, {"B": "number", "C": "date", "D": "name", "E": "people"}, "slash"),
    "unmerged": (
        unmerged, {"A": "number", "B": "date", "C": "places", "D": "types", "E": "content", "F": "source"}, "cn"
    ),
    "seasonal": (
        seasonal,
        {
            "A": "number", "B": "date", "C": "types", "D": "places", "E": "organisers", "F": "content", "G": "source",
            "H": "address",
        },
        "cn",
    ),
}  # fmt: skip
"""Name to what makes it, the fields of its columns, how its dates are written."""
