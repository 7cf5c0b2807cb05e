// Saves the chart beside it as a picture, in the browser: nothing is sent anywhere.
function chartOf(key) {
  return document.querySelector(`.st-key-${CSS.escape(key)} .js-plotly-plot`);
}

// Neither plotly's button nor the link by which it saves may be heard outside: a click there closes the box.
function unheard(event) {
  if (!event.isTrusted && event.target.closest?.("a[download]")) event.stopPropagation();
}

function save(chart, format, name) {
  const button = chart.querySelector('.modebar-btn[data-attr="toImage"], .modebar-btn[data-title]');
  if (!button) return false;
  const surface = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  const before = chart.layout.paper_bgcolor;
  chart._context.toImageButtonOptions = { format, filename: name, scale: format === "png" ? 2 : 1 };
  chart.layout.paper_bgcolor = surface;
  button.dispatchEvent(new MouseEvent("click", { bubbles: false }));
  chart.layout.paper_bgcolor = before;
  return true;
}

window.addEventListener("click", unheard, { capture: true });

export default function (component) {
  const { data, parentElement } = component;
  const row = parentElement.querySelector("[data-row]");
  const said = parentElement.querySelector("[data-said]");
  row.replaceChildren(
    ...["png", "svg"].map((format) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = data.labels[format];
      button.onclick = () => {
        const chart = chartOf(data.chart);
        said.textContent = chart && save(chart, format, data.file) ? "" : data.labels.missing;
      };
      return button;
    }),
  );
}
