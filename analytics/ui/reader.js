// Shows an article with its marked runs. Text only ever goes in through textContent: nothing of it is read as HTML.
function markOf(text, piece, labels) {
  const mark = document.createElement("mark");
  mark.textContent = text;
  mark.className = piece.fields[0];
  mark.dataset.field = piece.fields.join(" ");
  mark.dataset.start = piece.start;
  mark.dataset.end = piece.end;
  mark.dataset.spans = piece.spans.join(" ");
  mark.title = piece.fields.map((field) => labels[field]).join(" · ");
  if (piece.first && piece.fields[0] !== "cut") mark.tabIndex = 0;
  return mark;
}

function paragraphsOf(data) {
  const page = document.createDocumentFragment();
  let paragraph = document.createElement("p");
  const add = (from, to, piece) => {
    data.text.slice(from, to).split("\n").forEach((line, i) => {
      if (i > 0) {
        page.appendChild(paragraph);
        paragraph = document.createElement("p");
      }
      if (line) paragraph.appendChild(piece ? markOf(line, piece, data.labels) : document.createTextNode(line));
    });
  };
  let at = 0;
  for (const piece of data.pieces) {
    add(at, piece.from, null);
    add(piece.from, piece.to, piece);
    at = piece.to;
  }
  add(at, data.text.length, null);
  page.appendChild(paragraph);
  return page;
}

function legendOf(data) {
  const used = new Set(data.pieces.flatMap((piece) => piece.fields));
  return Object.keys(data.labels).filter((field) => used.has(field)).map((field) => {
    const sign = document.createElement("mark");
    sign.className = field;
    sign.textContent = data.labels[field];
    return sign;
  });
}

export default function (component) {
  const { data, parentElement } = component;
  const box = parentElement.querySelector("[data-reader]");
  box.setAttribute("aria-label", data.name);
  box.lang = "zh";
  box.replaceChildren(paragraphsOf(data));
  parentElement.querySelector("[data-legend]").replaceChildren(...legendOf(data));
  const first = box.querySelector("mark:not(.cut)");
  // Only the box scrolls: the page stays where the reader left it.
  box.scrollTop = first ? Math.max(0, first.getBoundingClientRect().top - box.getBoundingClientRect().top - 48) : 0;
}
