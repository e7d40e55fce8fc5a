// What the parameter sets span: bands in the time courses, intervals in the table of readouts, and
// how many of the sets lead to which verdict.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make, say } = her2sim;
  const byId = (id) => document.getElementById(id);

  const NAME = "bands";
  const PATH = "/explore/bands";
  const KEYS = ["g", "b", "k", "l", "d", "t", "r", "y"];
  const LINES = ["cell", "untreated", "wild_type"];
  const OPACITY = [0.25, 0.1, 0.13];
  const MARK = "†";
  const ROOM = 1.6; // of the highest line: as far as the axis goes for a band
  let latest = null; // the answer that is shown, and what was found for it
  let found = null;
  let foundFor = "";

  function keyOf(query) {
    const settings = new URLSearchParams(query);
    return KEYS.map((key) => key + "=" + (settings.get(key) || "")).join("&");
  }

  const isOff = (answer) => new URLSearchParams(answer.query).get("exu") === "0";

  // The charts have just been drawn without bands; those of the same scenario come back at once.
  function moved(answer) {
    latest = answer;
    const key = keyOf(answer.query);
    if (isOff(answer) || key !== foundFor) her2sim.quiet(NAME);
    if (!isOff(answer) && found && key === foundFor) return show(answer, found);
    return forget();
  }

  function settled(answer) {
    latest = answer;
    const key = keyOf(answer.query);
    if (isOff(answer) || !byId("bands-note") || (found && key === foundFor)) return;
    if (her2sim.jobRunning(NAME)) return;
    her2sim.job(NAME, PATH, answer.query, {
      result: function (bands) {
        found = bands;
        foundFor = key;
        if (latest && keyOf(latest.query) === key) show(latest, bands);
      },
    });
  }

  function forget() {
    say("bands-note", "");
    say("verdict-sets", "");
    const entry = byId("bands-legend");
    if (entry) entry.hidden = true;
  }

  function show(answer, bands) {
    her2sim.drawCharts(answer.charts.map((chart, index) => banded(chart, bands, index)));
    intervals(bands.readouts);
    say("verdict-sets", bands.verdict);
    say("bands-note", bands.note);
    const entry = byId("bands-legend");
    if (!entry) return;
    entry.hidden = false;
    entry.querySelector(".text").textContent = bands.legend;
  }

  // --- charts -------------------------------------------------------------------------------

  function banded(chart, bands, index) {
    const own = bands.charts[index];
    if (!own) return chart;
    const fills = LINES.map((line, place) => band(chart.data[place], own[line], bands.legend, place));
    const shown = { data: [...chart.data, ...fills], table: numbers(chart, own) };
    return Object.assign({}, chart, shown, framed(chart, own));
  }

  // The lines keep their scale: a band that goes far beyond it runs off the axis, and that is said.
  function framed(chart, own) {
    const values = chart.data.flatMap((trace) => trace.y).filter((y) => y !== null);
    const ends = LINES.flatMap((line) => own[line].flat()).filter((y) => y !== null);
    const top = ROOM * Math.max(...values);
    if (!(top > 0) || !(Math.max(...ends) > top)) return {};
    const range = [Math.min(0, ...values), top];
    const yaxis = Object.assign({}, chart.layout.yaxis, { range: range, autorange: false });
    return {
      layout: Object.assign({}, chart.layout, { yaxis: yaxis }),
      summary: chart.summary + " Bands go on above the axis.",
    };
  }

  // One closed shape for each line, there along the lower ends and back along the upper ones.
  function band(trace, [low, high], legend, place) {
    const there = trace.x.map((x, place) => [x, low[place]]).filter(([, y]) => y !== null);
    const back = trace.x.map((x, place) => [x, high[place]]).filter(([, y]) => y !== null);
    const ring = [...there, ...back.reverse()];
    return {
      type: "scatter",
      mode: "lines",
      name: trace.name + ", " + legend,
      x: ring.map(([x]) => x),
      y: ring.map(([, y]) => y),
      fill: "toself",
      fillcolor: trace.line.color,
      opacity: OPACITY[place],
      line: { width: 0, color: trace.line.color },
      hoverinfo: "skip",
    };
  }

  function numbers(chart, own) {
    const columns = ["hours"];
    for (const trace of chart.data) columns.push(trace.name, "2.5 %", "97.5 %");
    const short = (value) => (value === null ? "–" : Number(value.toPrecision(3)));
    const rows = chart.data[0].x.map((hours, place) => [
      short(hours),
      ...chart.data.flatMap((trace, line) => [
        short(trace.y[place]),
        short(own[LINES[line]][0][place]),
        short(own[LINES[line]][1][place]),
      ]),
    ]);
    return { columns: columns, rows: rows };
  }

  // --- table --------------------------------------------------------------------------------

  function intervals(readouts) {
    const rows = document.querySelectorAll("#readouts tbody tr:not(.arm)");
    rows.forEach(function (row, index) {
      const cells = [...row.cells].slice(2);
      cells.forEach(function (cell, place) {
        const [text, isOutside] = (readouts[index] || [])[place] || ["", false];
        for (const old of cell.querySelectorAll(".interval")) old.remove();
        if (!text) return;
        const what = isOutside ? text + " " + MARK : text;
        cell.append(make("span", what, { class: "interval" }));
      });
    });
  }

  her2sim.join("/explore", { show: moved, settled: settled });
})();
