"""A page with the reader alone, over a text that counts differently in the browser and in Python."""

import streamlit as st

from analytics.ui.marks import Mark
from analytics.ui.reader import show_article

HEAD = "😀𠮷𰻞村的<b>志愿者</b>\n"
TEXT = HEAD + "前情。" * 400 + "\n6月1日,石桥村党支部组织30余名党员👨‍👩‍👧走访。<img src=x onerror=alert(1)>"
FOUND = {
    "evidence": "6月1日,石桥村党支部组织30余名党员👨‍👩‍👧走访。",
    "date": "6月1日",
    "organisation": "石桥村党支部",
    "place": "石桥村",
    "people": "30余名",
}
MARKS = [Mark(TEXT.index(quote), TEXT.index(quote) + len(quote), field) for field, quote in FOUND.items()]  # type: ignore[arg-type]

if __name__ == "__main__":
    show_article(TEXT, MARKS, {field: field for field in FOUND}, "reader", "reader")
    st.text("shown")
