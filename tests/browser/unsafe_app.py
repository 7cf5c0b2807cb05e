"""The control: the same vectors put into a page as HTML. Here they run; nothing of the project may do what this does."""

import json
import os
from pathlib import Path

import streamlit as st

JS = """export default function ({ data, parentElement }) {
  const made = document.createRange().createContextualFragment(data);
  const box = document.createElement("div");
  parentElement.append(box);
  box.append(made);
}"""

if __name__ == "__main__":
    unsafe = st.components.v2.component("unsafe", html="<p></p>", js=JS, isolate_styles=False)
    for n, vector in enumerate(json.loads(Path(os.environ["JUSHI_VECTORS"]).read_text("utf-8"))):
        unsafe(data=vector, key=f"unsafe_{n}")
    st.title("shown")
