"use strict";
// A list that is opened shows its activities themselves, copied from below; without this script it names them.
const fill = (list) => {
  const place = list && list.querySelector("[data-full]");
  if (!place || place.childElementCount) return;
  for (const link of list.querySelectorAll(".refs a")) {
    const own = document.getElementById(link.getAttribute("href").slice(1));
    if (!own) continue;
    const copy = own.cloneNode(true);
    copy.removeAttribute("id");
    place.append(copy);
  }
  list.querySelector(".refs").hidden = true;
};
let back = null;
const opened = () => {
  const name = decodeURIComponent(location.hash.slice(1));
  const list = name && document.getElementById(name);
  if (!list || !list.classList.contains("list")) return;
  fill(list);
  list.scrollTop = 0;
  list.querySelector(".close").focus({ preventScroll: true });
};
const close = () => {
  const place = [scrollX, scrollY];
  location.hash = "closed";
  scrollTo(...place);
  if (back && back.isConnected) back.focus({ preventScroll: true });
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (link.classList.contains("close")) {
    event.preventDefault();
    close();
  } else if ((link.getAttribute("href") || "").startsWith("#l")) back = link;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector(".list:target")) close();
});
addEventListener("hashchange", opened);
let shut = [];
addEventListener("beforeprint", () => {
  shut = [...document.querySelectorAll("details:not([open])")];
  for (const one of shut) one.open = true;
});
addEventListener("afterprint", () => { for (const one of shut) one.open = false; });
opened();
