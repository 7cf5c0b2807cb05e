// Articles that were found. Everything is set as text; a plain click opens the article on this very page's connection.
function pieces(element, found) {
  element.replaceChildren(
    ...found.map(([text, hit]) => {
      if (!hit) return document.createTextNode(text);
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    }),
  );
  return element;
}

function entry(item, open) {
  const row = document.createElement("li");
  const link = pieces(document.createElement("a"), item.title);
  link.href = item.address;
  link.dataset.article = item.id;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(item.id);
  };
  const about = document.createElement("p");
  about.className = "about";
  about.textContent = item.about.join(" · ");
  const lines = item.lines.map((line) => pieces(document.createElement("p"), line));
  row.append(link, about, ...lines);
  return row;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const list = parentElement.querySelector("ol");
  list.setAttribute("aria-label", data.name);
  list.lang = "zh";
  list.replaceChildren(...data.items.map((item) => entry(item, (id) => setTriggerValue("opened", id))));
}
