// Links to the pages, by groups. Everything is set as text. A plain click is answered in the session that is open; opened in
// another tab they are addresses like all others.
function made(name, text, className) {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

function linked(page, ask) {
  const link = document.createElement("a");
  const icon = made("i", page.icon);
  icon.setAttribute("aria-hidden", "true");
  link.append(icon, made("span", page.name));
  link.dataset.key = page.key;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    ask(page.key);
    // On a phone the links lie over the page that was asked for.
    if (matchMedia("(max-width: 768px)").matches)
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  };
  return link;
}

function marked(link, page) {
  link.href = page.address;
  if (page.now) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const nav = parentElement.querySelector("nav");
  nav.ask = (key) => setTriggerValue("asked", key);
  const drawn = JSON.stringify(data.groups.map((g) => [g.name, g.links.map((p) => [p.key, p.name])]));
  if (nav.dataset.drawn !== drawn) {
    nav.dataset.drawn = drawn;
    nav.setAttribute("aria-label", data.label);
    nav.replaceChildren(
      ...data.groups.flatMap((group) => {
        const list = document.createElement("ul");
        list.append(
          ...group.links.map((page) => {
            const item = document.createElement("li");
            item.append(linked(page, (key) => nav.ask(key)));
            return item;
          }),
        );
        return [made("p", group.name), list];
      }),
    );
  }
  // Mostly only the addresses are others: the links stay, and with them whoever stands on one.
  const links = new Map([...nav.querySelectorAll("a")].map((a) => [a.dataset.key, a]));
  for (const page of data.groups.flatMap((group) => group.links)) marked(links.get(page.key), page);
}
