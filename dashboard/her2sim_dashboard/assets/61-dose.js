// The Dose page: curves at once with each answer, matrices and intervals as they come.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make, say } = her2sim;
  const byId = (id) => document.getElementById(id);

  const PATH = "/dose";
  const JOBS = { "dose-intervals": "/dose/intervals", "dose-matrix-intervals": "/dose/matrix-intervals" };

  let answer = null;
  // Intervals that came, by genotype, of the one question that they belong to.
  const curves = { key: null, rows: new Map(), bands: new Map(), failed: new Map(), source: "" };
  const scores = { key: null, tables: new Map(), source: "" };
  // Which matrix stands on the page, and in which place: a page put in place anew is empty.
  const matrix = { shown: null, place: null, genotype: null, own: null };

  function show(next) {
    answer = next;
    if (!byId("dosing") || !next.files) return;
    if (next.curves && next.curves.key !== curves.key) forgetCurves(next.curves.key);
    if (next.matrix && next.matrix.key !== scores.key) forgetScores(next.matrix.key);
    showCurves(next);
    showWords(next);
    const place = byId("dose-matrix");
    if (place && next.matrix) place.classList.toggle("stale", next.matrix.shown !== matrix.shown);
  }

  function settled(next) {
    const place = byId("dose-matrix");
    if (!place || !next.matrix) return;
    if (matrix.shown !== next.matrix.shown || matrix.place !== place) askMatrix(place);
  }

  // --- the curves ---------------------------------------------------------------------------

  function forgetCurves(key) {
    her2sim.stopJob("dose-intervals");
    Object.assign(curves, { key: key, source: "" });
    for (const each of [curves.rows, curves.bands, curves.failed]) each.clear();
  }

  function showCurves(next) {
    const found = next.curves;
    say("dose-problem", next.failed || "");
    for (const id of ["dose-legend", "dose-potency", "dose-why", "dose-words"]) byId(id).hidden = !found;
    if (!found) {
      byId("dose-curves-card").hidden = true;
      return;
    }
    paint(found.chart.legend);
    drawCurves(found);
    fillPotency(found);
    byId("dose-why").hidden = !found.counting;
    if (found.counting) refill("dose-counting", found.counting);
    say("dose-divided", found.divided);
    list("dose-words", found.words);
  }

  function drawCurves(found) {
    const known = found.genotypes.filter((name) => curves.bands.has(name));
    // A band keeps its genotype's colour when genotypes come and go.
    const shade = Math.max(0.04, 0.18 / known.length);
    byId("dosing").style.setProperty("--shade", String(shade));
    const bands = known.map(function (name) {
      const slot = found.genotypes.indexOf(name);
      const light = found.chart.legend[slot].light;
      const look = { uid: "b" + slot, line: { width: 1, color: light }, fillcolor: pale(light, shade) };
      return Object.assign({}, curves.bands.get(name), look);
    });
    her2sim.drawChart("dose-curves", Object.assign({}, found.chart, { data: [...bands, ...found.chart.data] }));
    const failed = [...curves.failed].map(([name, text]) => name + ": " + text);
    say("dose-intervals-source", [curves.source, ...failed].filter(Boolean).join(" "));
  }

  const pale = (colour, shade) =>
    "rgba(" + [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(",") + "," + shade + ")";

  function fillPotency(found) {
    if (!curves.rows.size) return refill("dose-potency", found.table);
    const rows = found.wide.rows.map((row, at) => curves.rows.get(found.genotypes[at]) || row);
    return refill("dose-potency", Object.assign({}, found.wide, { rows: rows }));
  }

  // Refill a table and leave it sorted as it was.
  function refill(id, content) {
    const before = byId(id).querySelector("table");
    const heads = before ? [...before.tHead.rows[0].cells] : [];
    const sorted = heads.find((cell) => /cending/.test(cell.getAttribute("aria-sort")));
    const table = her2sim.tables.fill(id, content);
    if (!sorted) return;
    const label = sorted.textContent;
    const at = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent === label);
    if (at >= 0) her2sim.tables.sort(table, at, sorted.getAttribute("aria-sort"));
  }

  function list(id, lines) {
    const place = byId(id);
    if (!place) return;
    place.replaceChildren(...lines.map((line) => make("li", line)));
    place.hidden = !lines.length;
  }

  // --- names and marks ----------------------------------------------------------------------

  const MARKS = {
    circle: "M5 0A5 5 0 1 1 -5 0A5 5 0 1 1 5 0Z",
    square: "M-4.5 -4.5H4.5V4.5H-4.5Z",
    diamond: "M0 -6L6 0L0 6L-6 0Z",
    "triangle-up": "M0 -5.5L5.5 4.5H-5.5Z",
    "triangle-down": "M0 5.5L5.5 -4.5H-5.5Z",
    star: "M0 -6L1.6 -1.8L6 -1.8L2.5 1L3.6 5.4L0 2.8L-3.6 5.4L-2.5 1L-6 -1.8L-1.6 -1.8Z",
    x: "M-5 -3L-3 -5L0 -2L3 -5L5 -3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0Z",
    cross: "M-1.6 -5H1.6V-1.6H5V1.6H1.6V5H-1.6V1.6H-5V-1.6H-1.6Z",
    pentagon: "M0 -5.5L5.3 -1.6L3.3 4.6H-3.3L-5.3 -1.6Z",
  };
  const DASHES = { dot: "3 3", dash: "9 5", longdash: "14 5", dashdot: "8 4 3 4", longdashdot: "14 4 3 4" };

  function svg(tag, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  // The legend, and the colours for the style sheet: light and dark of each place.
  function paint(looks) {
    const page = byId("dosing");
    const items = looks.map(function (look, slot) {
      page.style.setProperty("--g" + slot + "-light", look.light);
      page.style.setProperty("--g" + slot + "-dark", look.dark);
      const mark = svg("svg", { viewBox: "-22 -8 44 16", class: "mark g" + slot, "aria-hidden": "true" });
      const line = { x1: -22, x2: 22, y1: 0, y2: 0, "stroke-width": 2.5 };
      if (DASHES[look.dash]) line["stroke-dasharray"] = DASHES[look.dash];
      mark.append(svg("line", line), svg("path", { d: MARKS[look.symbol] || MARKS.circle }));
      const item = make("li");
      item.append(mark, look.name);
      return item;
    });
    byId("dose-legend").replaceChildren(...items);
  }

  // --- what stands beside -------------------------------------------------------------------

  function showWords(next) {
    say("dose-shared", next.shared);
    say("dose-partners", next.partners);
    say("code-python", next.python);
    say("code-command", next.command);
    byId("dose-explore").setAttribute("href", next.explore);
    for (const [name, address] of Object.entries(next.files)) {
      if (byId("dose-file-" + name)) byId("dose-file-" + name).setAttribute("href", address);
    }
    for (const each of document.querySelectorAll("#dosing [data-drug]")) {
      each.hidden = each.dataset.drug === next.varied[0];
    }
  }

  // --- the matrix ---------------------------------------------------------------------------

  function forgetScores(key) {
    her2sim.stopJob("dose-matrix-intervals");
    Object.assign(scores, { key: key, source: "" });
    scores.tables.clear();
    say("dose-matrix-intervals-source", "");
  }

  function askMatrix(place) {
    const asked = answer.matrix.shown;
    const wanted = () => answer && answer.matrix && answer.matrix.shown === asked;
    her2sim.job("dose-matrix", "/dose/matrix", her2sim.query().toString(), {
      part: (part) => wanted() && showMatrix(part.main, asked, place),
      result: (found) => wanted() && drawCompared(found.compare),
      failed: (text) => wanted() && refuse(text),
    });
  }

  function refuse(text) {
    say("dose-matrix-problem", text);
    byId("dose-matrix").hidden = Boolean(text);
  }

  function showMatrix(main, asked, place) {
    Object.assign(matrix, { shown: asked, place: place, genotype: answer.matrix.genotype });
    place.classList.remove("stale");
    refuse(main.failed || "");
    if (main.failed) return;
    matrix.own = main.scores;
    const wells = String(main.wells.first.length);
    byId("dosing").style.setProperty("--wells", wells);
    her2sim.drawChart("dose-effect", main.effect);
    her2sim.drawChart("dose-score", sized("dose-score", main.score));
    her2sim.drawChart("dose-isobole", main.isobole);
    for (const name of ["dose-effect", "dose-score"]) hook(name, 0);
    fillScores();
    list("dose-matrix-words", main.words);
    say("dose-scale", main.scale);
    fillWells(main.wells, main.effect.table);
  }

  function fillScores() {
    refill("dose-scores", scores.tables.get(matrix.genotype) || matrix.own);
    say("dose-matrix-intervals-source", scores.source);
  }

  function drawCompared(chart) {
    if (chart) her2sim.drawChart("dose-compare", sized("dose-compare", chart));
  }

  // A picture of several maps is as wide and high as its maps need.
  function sized(name, chart) {
    const place = byId(name);
    place.style.setProperty("--across", String(chart.across || 1));
    place.style.setProperty("--down", String(chart.down || 1));
    place.classList.toggle("several", Boolean(chart.across));
    return chart;
  }

  // plotly.js takes listeners once it has drawn.
  function hook(name, tries) {
    const place = byId(name);
    if (!place || place.dataset.hooked || tries > 100) return;
    if (!place.on) return void window.setTimeout(hook, 60, name, tries + 1);
    place.dataset.hooked = "true";
    place.on("plotly_click", (event) => event.points.length && open(event.points[0]));
  }

  function open(point) {
    const link = byId("dose-wells").querySelector('[data-well="' + point.x + " " + point.y + '"]');
    if (link) link.click();
  }

  function fillWells(wells, numbers) {
    const table = make("table", null, { class: "wells-table" });
    table.append(make("caption", "Each number opens its cell and its two doses in Explore"));
    const head = table.createTHead().insertRow();
    for (const column of numbers.columns) head.append(make("th", column, { scope: "col" }));
    const body = table.createTBody();
    numbers.rows.forEach(function ([name, ...values], b) {
      const row = body.insertRow();
      row.append(make("th", name, { scope: "row" }));
      values.forEach(function (value, a) {
        const cell = make("td");
        const query = new URLSearchParams(wells.query);
        const doses = [wells.first[a], wells.second[b], ...wells.given].filter(Boolean);
        if (doses.length) query.set("d", doses.join(","));
        const link = make("a", value, {
          href: "/explore?" + query,
          "data-page": "/explore",
          "data-well": a + " " + b,
          "aria-label": value + " at " + numbers.columns[a + 1] + " and " + name + ", open in Explore",
        });
        cell.append(link);
        row.append(cell);
      });
    });
    byId("dose-wells").replaceChildren(table);
  }

  // --- intervals ----------------------------------------------------------------------------

  const TAKERS = {
    "dose-intervals": function (part) {
      if (!answer.curves || part.key !== answer.curves.key || part.key !== curves.key) return;
      if (part.failed) curves.failed.set(part.genotype, part.failed);
      else {
        curves.rows.set(part.genotype, part.row);
        curves.bands.set(part.genotype, part.band);
        curves.source = part.source;
      }
      drawCurves(answer.curves);
      fillPotency(answer.curves);
    },
    "dose-matrix-intervals": function (part) {
      if (!answer.matrix || part.key !== answer.matrix.key || part.key !== scores.key) return;
      scores.tables.set(part.genotype, part.scores);
      scores.source = part.source;
      if (part.genotype === matrix.genotype) fillScores();
      if (part.compared === answer.matrix.shown) drawCompared(part.compare);
    },
  };

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-run-job]");
    const name = button && button.dataset.runJob;
    if (!name || !JOBS[name] || !answer) return;
    her2sim.job(name, JOBS[name], her2sim.query().toString(), {
      part: TAKERS[name],
      result: () => her2sim.speak("The intervals are there."),
    });
  });

  her2sim.pages[PATH] = { show: show, settled: settled };
})();
