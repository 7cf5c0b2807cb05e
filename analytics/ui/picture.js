// Saves the chart beside it as a picture, in the browser: nothing is sent anywhere.
function chartOf(key) {
  return document.querySelector(`.st-key-${CSS.escape(key)} .js-plotly-plot`);
}

function save(chart, format, name) {
  const button = chart.querySelector('.modebar-btn[data-attr="toImage"], .modebar-btn[data-title]');
  if (!button) return false;
  const surface = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  const before = chart.layout.paper_bgcolor;
  chart._context.toImageButtonOptions = { format, filename: name, scale: format === "png" ? 2 : 1 };
  chart.layout.paper_bgcolor = surface;
  button.click();
  chart.layout.paper_bgcolor = before;
  return true;
}

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
