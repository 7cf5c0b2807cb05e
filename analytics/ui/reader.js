// Shows an article with its marked runs. Text only ever goes in through textContent: nothing of it is read as HTML.
const drawn = new WeakMap();
const watching = new WeakMap();

function markOf(text, piece, data, head, tail) {
  const mark = document.createElement("mark");
  mark.textContent = text;
  mark.className = piece.fields[0];
  mark.dataset.field = piece.fields.join(" ");
  mark.dataset.start = piece.start;
  mark.dataset.end = piece.end;
  mark.dataset.spans = piece.spans.join(" ");
  const told = piece.fields.filter((field) => field !== "other").map((field) => data.labels[field]);
  const names = piece.acts.map((n) => data.names[n]).filter(Boolean);
  mark.title = [...told, ...names].join(" · ");
  const others = piece.acts.filter((n) => n !== data.chosen);
  if (piece.acts.length) {
    mark.classList.add("act");
    if (piece.acts.includes(data.chosen)) mark.classList.add("now");
    const shown = others.length ? others[0] : data.chosen;
    mark.classList.add(`c${shown % data.colours}`, `p${shown % data.patterns}`);
    if (head && piece.badge) mark.dataset.badge = piece.badge;
  }
  // The name of a field stands behind its run; evidence has its number before it.
  const ended = piece.ends.filter((one) => !["evidence", "other", "hit", "cut"].includes(one));
  if (tail && data.names.length && ended.length) mark.dataset.label = ended.map((one) => data.labels[one]).join("·");
  if (others.length) {
    mark.dataset.chose = others[0];
    mark.classList.add("choice");
  }
  if (head && piece.first && piece.fields[0] !== "cut") {
    mark.tabIndex = 0;
    if (others.length) mark.setAttribute("role", "button");
  }
  return mark;
}

function paragraphsOf(data) {
  const page = document.createDocumentFragment();
  let paragraph = document.createElement("p");
  const add = (from, to, piece) => {
    const lines = data.text.slice(from, to).split("\n");
    lines.forEach((line, i) => {
      if (i > 0) {
        page.appendChild(paragraph);
        paragraph = document.createElement("p");
      }
      if (!line) return;
      const own = piece
        ? markOf(line, piece, data, i === 0, i === lines.length - 1)
        : document.createTextNode(line);
      paragraph.appendChild(own);
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
    sign.className = field === "other" ? "other act c0 p0" : field;
    sign.dataset.field = field;
    sign.textContent = data.labels[field];
    return sign;
  });
}

// What is selected inside the box, with a line break between paragraphs. A shadow tree hides its selection in some browsers.
function selected(box) {
  const root = box.getRootNode();
  const whole = document.getSelection();
  const own = root.getSelection ? root.getSelection() : whole;
  let range = own?.rangeCount ? own.getRangeAt(0) : null;
  const composed = whole?.getComposedRanges?.({ shadowRoots: [root] })?.[0];
  if (composed && (!range || range.collapsed)) {
    range = document.createRange();
    range.setStart(composed.startContainer, composed.startOffset);
    range.setEnd(composed.endContainer, composed.endOffset);
  }
  if (!range || range.collapsed || !box.contains(range.commonAncestorContainer)) return "";
  const held = range.cloneContents();
  const lines = held.querySelector("p") ? [...held.querySelectorAll("p")].map((p) => p.textContent) : [held.textContent];
  return lines.map((line) => line.trim()).filter(Boolean).join("\n");
}

function copyBar(bar, box, data) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const buttons = data.cited.map((one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = one.label;
    button.onmousedown = (event) => event.preventDefault();
    button.onclick = async () => {
      const quote = bar.dataset.quote ?? "";
      said.textContent = (await copyText(one.before + quote + one.after)) ? data.copied : data.notCopied;
    };
    return button;
  });
  bar.replaceChildren(...buttons, said);
  bar.hidden = true;
  return () => {
    const quote = data.cited.length ? selected(box) : "";
    if (quote && quote !== bar.dataset.quote) said.textContent = "";
    if (quote) bar.dataset.quote = quote;
    bar.hidden = !quote;
  };
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const box = parentElement.querySelector("[data-reader]");
  const turn = JSON.stringify([data.text, data.pieces, data.turn, data.labels]);
  const before = drawn.get(box);
  const keys = parentElement.querySelector("[data-keys]");
  keys.textContent = data.keys;
  keys.hidden = !data.keys;
  const bar = copyBar(parentElement.querySelector("[data-copying]"), box, data);
  document.removeEventListener("selectionchange", watching.get(box));
  watching.set(box, bar);
  document.addEventListener("selectionchange", bar);
  box.onclick = (event) => {
    const mark = event.target.closest("mark[data-chose]");
    if (mark && !selected(box)) setTriggerValue("chose", Number(mark.dataset.chose));
  };
  box.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const mark = event.target.closest("mark[data-chose]");
    if (mark && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      setTriggerValue("chose", Number(mark.dataset.chose));
    }
    const step = { n: 1, ArrowRight: 1, p: -1, ArrowLeft: -1 }[event.key];
    if (step && data.keys) {
      event.preventDefault();
      setTriggerValue("step", step);
    }
  };
  if (before?.turn !== turn) {
    box.setAttribute("aria-label", data.name);
    box.lang = "zh";
    box.replaceChildren(paragraphsOf(data));
    parentElement.querySelector("[data-legend]").replaceChildren(...legendOf(data));
    const goal = data.goal === null ? null : box.querySelector(`mark[data-start="${data.pieces[data.goal].start}"]`);
    // Only the box scrolls: the page stays where the reader left it.
    const away = goal ? goal.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop : 0;
    const there = goal && before?.text === data.text && away > box.scrollTop && away < box.scrollTop + box.clientHeight - 60;
    if (!there) box.scrollTop = Math.max(0, away - 48);
    drawn.set(box, { turn, text: data.text });
  }
  return () => document.removeEventListener("selectionchange", bar);
}
