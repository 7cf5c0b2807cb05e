// A quotation with its citation in one form, the other forms behind a fold. Text only through textContent.
function form(item) {
  const part = document.createElement("div");
  const text = document.createElement("p");
  text.textContent = item.text;
  text.lang = item.lang;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = item.copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.onclick = async () => {
    const done = await copyText(item.text);
    said.textContent = done ? item.copied : item.notCopied;
    if (!done) document.getSelection()?.selectAllChildren(text);
  };
  part.append(text, button, said);
  return part;
}

export default function (component) {
  const { data, parentElement } = component;
  const shown = data.items.map((item, n) => {
    if (n === 0) return form(item);
    const fold = document.createElement("details");
    const head = document.createElement("summary");
    head.textContent = item.label;
    fold.append(head, form(item));
    return fold;
  });
  parentElement.querySelector("[data-cite]").replaceChildren(...shown);
}
