// Sentences with numbers that are links. Everything is set as text; a plain click is answered on the page itself.
function filled(element, pieces, ask) {
  element.replaceChildren(
    ...pieces.map((piece) => {
      if (piece.show === undefined) return document.createTextNode(piece.text);
      const link = document.createElement("a");
      link.textContent = piece.text;
      link.href = piece.address;
      if (piece.now) link.setAttribute("aria-current", "true");
      link.onclick = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        ask(piece.show);
      };
      return link;
    }),
  );
  return element;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const ask = (show) => setTriggerValue("asked", show);
  filled(parentElement.querySelector("p"), data.lead, ask);
  parentElement
    .querySelector("ul")
    .replaceChildren(...data.points.map((pieces) => filled(document.createElement("li"), pieces, ask)));
}
