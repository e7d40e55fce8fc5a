// Charts in the browser: their numbers as a table, and pictures to keep.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const plotOf = (id) => document.querySelector("#" + CSS.escape(id) + " .js-plotly-plot");

  function element(tag, text, attributes) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    return made;
  }

  function fillTable(place) {
    const plot = plotOf(place.dataset.tableOf);
    if (!plot || !plot.data || !plot.data.length) return place.replaceChildren();
    const title = document.getElementById(place.dataset.tableOf + "-title").textContent;
    const axis = document.getElementById(place.dataset.tableOf + "-axis").textContent;
    const table = element("table");
    table.append(element("caption", title + ", " + axis));
    const head = table.createTHead().insertRow();
    for (const name of ["hours", ...plot.data.map((trace) => trace.name)]) {
      head.append(element("th", name, { scope: "col" }));
    }
    const body = table.createTBody();
    plot.data[0].y.forEach(function (_, point) {
      const row = body.insertRow();
      const hours = plot.data[0].x[point];
      row.append(element("th", String(Number(hours.toPrecision(3))), { scope: "row" }));
      for (const trace of plot.data) {
        const value = trace.y[point];
        row.append(element("td", value === null ? "–" : String(Number(value.toPrecision(3)))));
      }
    });
    place.replaceChildren(table);
    place.setAttribute("tabindex", "0");
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", "Numbers of " + title);
    return undefined;
  }

  her2sim.refreshTables = function () {
    for (const place of document.querySelectorAll("details[open] > [data-table-of]")) {
      fillTable(place);
    }
  };

  document.addEventListener(
    "toggle",
    function (event) {
      const place = event.target.open && event.target.querySelector("[data-table-of]");
      if (place) fillTable(place);
    },
    true,
  );

  // A picture leaves the page, so it carries its title, its lines' names and the model's stamp.
  function save(button) {
    const id = button.dataset.picture;
    const plot = plotOf(id);
    const words = (part) => document.getElementById(id + "-" + part).textContent;
    const caption = document.getElementById("sentence").textContent;
    const stamp = document.querySelector(".stamp").textContent;
    const note = { xref: "paper", yref: "paper", x: 0, xanchor: "left", showarrow: false };
    const layout = Object.assign({}, plot.layout, {
      title: { text: words("title") + " (" + words("axis") + ")", x: 0.02, font: { size: 20 } },
      annotations: [
        Object.assign({}, note, { y: -0.24, text: caption, font: { size: 13 } }),
        Object.assign({}, note, { y: -0.32, text: stamp, font: { size: 11 } }),
      ],
      showlegend: true,
      legend: { orientation: "h", y: 1.1, x: 0 },
      margin: { l: 60, r: 20, t: 90, b: 110 },
      font: Object.assign({}, plot.layout.font, { size: 15 }),
      paper_bgcolor: "#ffffff",
      plot_bgcolor: "#ffffff",
    });
    const name = "her2sim-" + words("title") + "-" + caption;
    return window.Plotly.downloadImage(
      { data: plot.data, layout: layout, config: { showSendToCloud: false, plotlyServerURL: "" } },
      {
        format: button.dataset.kind,
        filename: name.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 120),
        width: 960,
        height: 600,
        scale: button.dataset.kind === "png" ? 2 : 1,
      },
    );
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-picture]");
    if (button) save(button);
  });
})();
