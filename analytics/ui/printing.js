// Prints the page. Charts are drawn for the screen: for paper they get a view box, so that they shrink to its width.
function fit(plot) {
  const box = plot.querySelector(".svg-container");
  const { width, height } = plot._fullLayout;
  if (!box || box.dataset.kept !== undefined) return;
  box.dataset.kept = box.getAttribute("style") ?? "";
  box.style.cssText = `position: relative; width: 100%; height: auto; aspect-ratio: ${width} / ${height};`;
  for (const svg of box.querySelectorAll("svg.main-svg")) {
    svg.dataset.kept = svg.getAttribute("style") ?? "";
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.style.cssText += "width: 100%; height: 100%;";
  }
}

function restore(plot) {
  for (const one of plot.querySelectorAll("[data-kept]")) {
    one.setAttribute("style", one.dataset.kept);
    one.removeAttribute("viewBox");
    delete one.dataset.kept;
  }
}

// Some charts hold the colours of a light or a dark page: where the page becomes the other one, it is asked for anew.
function watchScheme(changed) {
  const app = document.querySelector('[data-testid="stApp"]');
  const scheme = () => getComputedStyle(app).colorScheme;
  const before = scheme();
  const watch = new MutationObserver(() => scheme() !== before && changed(scheme()));
  watch.observe(app, { attributes: true, attributeFilter: ["class"] });
  return () => watch.disconnect();
}

const each = (change) => document.querySelectorAll(".js-plotly-plot").forEach(change);

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const button = parentElement.querySelector("button");
  const [about, day, link] = parentElement.querySelectorAll("[data-paper] p");
  button.querySelector("span").textContent = data.labels.print;
  button.hidden = false; // a button has a name before anyone can reach it
  button.onclick = () => window.print();
  about.textContent = data.about;
  link.textContent = data.labels.link + data.link;
  const before = () => {
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    day.textContent = `${data.labels.day}${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    each(fit);
  };
  const after = () => each(restore);
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  const rest = watchScheme((now) => setTriggerValue("scheme", now));
  return () => {
    rest();
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
