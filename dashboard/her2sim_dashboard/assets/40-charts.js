// Charts: drawn by plotly.js, readable as tables, and kept as pictures.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const byId = (id) => document.getElementById(id);
  const make = her2sim.make;

  const CONFIG = {
    // plotly.js would otherwise offer to send the chart to an outside service.
    showSendToCloud: false,
    plotlyServerURL: "",
    displaylogo: false,
    displayModeBar: false,
    showTips: false,
    responsive: false,
  };
  const drawn = (id) => {
    const place = byId(id);
    return place && place.data && place.data.length ? place : null;
  };

  // Which charts can be seen, kept by the browser: asking for their place would force a layout.
  const seen = new WeakMap();
  const watcher = new window.IntersectionObserver(function (entries) {
    for (const entry of entries) seen.set(entry.target, entry.isIntersecting);
  });
  function onScreen(card) {
    if (!card) return false;
    if (!seen.has(card)) {
      seen.set(card, true);
      watcher.observe(card);
    }
    return seen.get(card);
  }

  // Drawing one chart takes as long as a simulation. So one is drawn at a time, those in view
  // first and longest waiting first, always with the newest answer; the next request leaves
  // in between.
  const current = new Map();
  const waiting = new Set();
  let running = false;

  const PAUSE_MS = 8;
  let begun = false; // since the last answer

  // Draw charts into the places "chart-0", "chart-1" ...; those left over are hidden.
  her2sim.drawCharts = function (charts, prefix = "chart") {
    begun = false;
    // All places first: how wide one is depends on how many there are.
    for (let slot = 0; byId(prefix + "-" + slot); slot += 1) {
      const name = prefix + "-" + slot;
      byId(name + "-card").hidden = slot >= charts.length;
      if (slot < charts.length) place(name, charts[slot]);
      else waiting.delete(name);
    }
    if (!running) drawNext();
  };

  // Draw one chart {title, axis, summary, data, layout, table?, picture?} into the place of a name.
  // `picture` {width, height, layout} is for charts that need another frame when they are saved.
  her2sim.drawChart = function (name, chart) {
    if (!byId(name)) return;
    byId(name + "-card").hidden = false;
    place(name, chart);
    if (!running) drawNext();
  };

  function place(name, chart) {
    current.set(name, chart);
    waiting.add(name);
    for (const part of ["title", "axis", "summary"]) her2sim.say(name + "-" + part, chart[part]);
  }

  function drawNext() {
    const names = [...waiting];
    running = names.length > 0;
    if (!running) return her2sim.refreshTables();
    // While an answer is under way the rest can wait: it will be drawn with that one, and what is
    // drawn now would only make it later.
    if (begun && her2sim.isAsking()) return void window.setTimeout(drawNext, PAUSE_MS);
    begun = true;
    const name = names.find((each) => onScreen(byId(each + "-card"))) ?? names[0];
    waiting.delete(name);
    // Asked for first: a chart that fails must not keep the others waiting.
    window.setTimeout(drawNext);
    return draw(byId(name), current.get(name));
  }

  function draw(place, chart) {
    if (!place) return;
    window.Plotly.react(place, chart.data, chart.layout, CONFIG);
    if (!sized.has(place)) sizes.observe(place);
    sized.add(place);
  }

  // plotly.js follows the window alone; a place also changes when charts come and go.
  const sized = new WeakSet();
  const sizes = new window.ResizeObserver(function (entries) {
    for (const { target, contentRect } of entries) {
      const drawnWidth = target._fullLayout && target._fullLayout.width;
      if (!contentRect.width || !drawnWidth) continue;
      if (Math.abs(contentRect.width - drawnWidth) > 1) window.Plotly.Plots.resize(target);
    }
  });

  // What a chart says in numbers: its own table {columns, rows}, or its traces beside their x.
  function numbersOf(name, plot) {
    const own = current.get(name) && current.get(name).table;
    if (own) return own;
    const short = (value) =>
      value === null ? "–" : typeof value === "number" ? Number(value.toPrecision(3)) : value;
    return {
      columns: ["hours", ...plot.data.map((trace) => trace.name)],
      rows: plot.data[0].x.map((x, point) => [x, ...plot.data.map((t) => t.y[point])].map(short)),
    };
  }

  function fillTable(place) {
    const name = place.dataset.tableOf;
    const plot = drawn(name);
    if (!plot) return place.replaceChildren();
    const words = (part) => byId(name + "-" + part).textContent;
    const { columns, rows } = numbersOf(name, plot);
    const table = make("table");
    table.append(make("caption", [words("title"), words("axis")].filter(Boolean).join(", ")));
    const head = table.createTHead().insertRow();
    for (const column of columns) head.append(make("th", column, { scope: "col" }));
    const body = table.createTBody();
    for (const [first, ...rest] of rows) {
      const row = body.insertRow();
      row.append(make("th", String(first), { scope: "row" }));
      for (const value of rest) row.append(make("td", String(value)));
    }
    place.replaceChildren(table);
    place.setAttribute("tabindex", "0");
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", "Numbers of " + words("title"));
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
  function framed(id, kind) {
    const plot = drawn(id);
    if (!plot) return null;
    const words = (part) => byId(id + "-" + part).textContent;
    const caption = byId("sentence").textContent;
    const stamp = document.querySelector(".stamp").textContent;
    const title = words("axis") ? words("title") + " (" + words("axis") + ")" : words("title");
    const own = current.get(id).picture || {};
    const size = Object.assign({ width: 960, height: 600 }, own);
    const note = { xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top" };
    const below = (text, yshift, font) => Object.assign({ text, yshift, font, showarrow: false }, note);
    const layout = Object.assign({}, plot.layout, {
      title: { text: title, x: 0.02, y: 1 - 30 / size.height, font: { size: 20 } },
      showlegend: true,
      legend: { orientation: "h", y: 1, yanchor: "bottom", x: 0 },
      margin: { l: 60, r: 20, t: 90, b: 120 },
      font: Object.assign({}, plot.layout.font, { size: 15 }),
      paper_bgcolor: "#ffffff",
      plot_bgcolor: "#ffffff",
    }, own.layout);
    // In pixels below the axis, so that they stand there however high the chart is.
    layout.annotations = [
      ...(plot.layout.annotations || []),
      below(caption, 44 - layout.margin.b, { size: 13 }),
      below(stamp, 22 - layout.margin.b, { size: 11 }),
    ];
    return {
      title: words("title"),
      name: "her2sim-" + words("title") + "-" + caption,
      figure: { data: plot.data, layout: layout, config: CONFIG },
      options: { format: kind, width: size.width, height: size.height, scale: kind === "png" ? 2 : 1 },
    };
  }

  const fileName = (text) => text.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");

  function save(button) {
    const picture = framed(button.dataset.picture, button.dataset.kind);
    if (!picture) return;
    const filename = fileName(picture.name).slice(0, 120);
    window.Plotly.downloadImage(picture.figure, Object.assign({ filename }, picture.options));
  }

  // All charts of the page as files {name: content}: SVG as text, PNG in base64.
  her2sim.chartFiles = async function () {
    const files = {};
    for (const place of document.querySelectorAll("figure.chart:not([hidden]) .plot")) {
      for (const kind of ["svg", "png"]) {
        const picture = framed(place.id, kind);
        if (!picture) continue;
        const address = await window.Plotly.toImage(picture.figure, picture.options);
        const content = address.slice(address.indexOf(",") + 1);
        const name = fileName(picture.title).toLowerCase().slice(0, 50) + "." + kind;
        files[name] = kind === "svg" ? decodeURIComponent(content) : content;
      }
    }
    return files;
  };

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-picture]");
    if (button) save(button);
  });
})();
