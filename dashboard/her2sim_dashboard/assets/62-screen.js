// The answer's way onto the Screen page: ranked genes, ranked parameters, scans, and their jobs.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make, say } = her2sim;
  const byId = (id) => document.getElementById(id);
  const PATH = "/screen";
  const KEPT = 12;

  let answer = null;
  // What jobs have found, by name and by what they were asked: back and forth costs nothing.
  const found = new Map();
  let file = null; // the numbers of a job, for the download
  let onMap = null; // the scan that is drawn

  function keep(name, key, result) {
    const id = name + " " + key;
    found.delete(id);
    found.set(id, result);
    if (found.size > KEPT) found.delete(found.keys().next().value);
  }

  // --- what all parts have ------------------------------------------------------------------

  function problem(part, text) {
    const place = byId(part + "-problem");
    place.hidden = !text;
    place.textContent = text || "";
  }

  function draw(name, chart) {
    if (!byId(name)) return;
    byId(name).closest(".picture-card").hidden = !chart;
    if (!chart) return;
    byId(name).style.height = chart.height + "px";
    her2sim.drawChart(name, chart);
    legend(name, chart.legend);
  }

  function legend(name, entries) {
    byId(name + "-legend").replaceChildren(
      ...(entries || []).map(function ([kind, text]) {
        const item = make("li");
        item.append(make("span", null, { class: "mark " + kind, "aria-hidden": "true" }), text);
        return item;
      }),
    );
  }

  const tables = new Map();
  function table(id, content) {
    // Filling anew would lose what the visitor has sorted and searched.
    const text = JSON.stringify(content);
    if (tables.get(id) === text && byId(id).firstChild) return;
    tables.set(id, text);
    her2sim.tables.fill(id, content);
    const box = document.querySelector('[data-searches="' + id + '"]');
    const input = box && (box.matches("input") ? box : box.querySelector("input"));
    if (input && input.value) her2sim.tables.filter(id, input.value);
  }

  function takeAlong(part, result) {
    const own = result && result.python ? result : answer[part];
    say("code-python", own.python || "");
    say("code-command", own.command || "");
    const link = byId("csv-link");
    if (file) URL.revokeObjectURL(file);
    file = null;
    const text = result && result.file;
    if (text) file = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const address = file || (part === "genes" && !answer.genes.problem ? answer.csv : null);
    link.hidden = !address;
    if (address) link.setAttribute("href", address);
    else link.removeAttribute("href");
    link.setAttribute("download", file ? "her2sim-screen-" + part + ".csv" : "");
  }

  function quick(choices) {
    const links = choices.map(function (each) {
      const link = make("a", each.text, { href: each.href, "data-page": PATH, class: "quick-link" });
      link.title = each.text + ": " + each.why;
      if (each.chosen) link.setAttribute("aria-current", "true");
      return link;
    });
    byId("quick").replaceChildren(...links);
  }

  // --- genes --------------------------------------------------------------------------------

  function showGenes(part, sets) {
    const shown = sets || part;
    say("genes-finding", shown.finding || "");
    say("genes-note", (shown.failures || []).join("; "));
    say("genes-sets", shown.sets || "");
    problem("genes", part.problem);
    const has = Boolean(shown.charts);
    byId("genes-result").hidden = !has;
    byId("genes-table-card").hidden = !has;
    byId("how-sure").hidden = !has;
    byId("run-pairs").closest(".card").hidden = !has;
    classic(part);
    if (!has) return takeAlong("genes", null);
    draw("genes-0", Object.assign({ legend: shown.legend }, shown.charts[0]));
    draw("genes-1", shown.charts[1] && Object.assign({ legend: shown.legend }, shown.charts[1]));
    notes(shown.notes);
    table("genes-table", shown.table);
    return takeAlong("genes", sets);
  }

  function classic(part) {
    const link = byId("classic");
    const first = answer.quick[0];
    link.hidden = !(part.is_empty && first);
    if (link.hidden) return;
    link.textContent = "Screen under " + first.text + ", which " + first.why;
    link.setAttribute("href", first.href);
  }

  function notes(all) {
    byId("notes").replaceChildren(
      ...all.map(function (note) {
        const item = make("li");
        const head = make("div", null, { class: "note-head" });
        head.append(
          make("strong", note.place),
          make("span", note.verdict, { class: "chip " + note.tone }),
        );
        const source = make("p", null, { class: "hint" });
        source.append(...note.source.map(sourcePart));
        item.append(head, make("p", note.text), source);
        return item;
      }),
    );
    byId("notes").closest(".card").hidden = !all.length;
  }

  function sourcePart(part) {
    if (typeof part === "string") return part;
    if (!part.href || !part.href.startsWith("https://")) return part.text;
    const outside = { href: part.href, target: "_blank", rel: "noreferrer noopener" };
    return make("a", part.text, outside);
  }

  function showPairs(result) {
    byId("pairs-result").hidden = !result;
    if (result) table("pairs-table", result.table);
  }

  // --- parameters and scans -----------------------------------------------------------------

  function showParameters(result) {
    byId("parameters-result").hidden = !result;
    say("parameters-finding", result ? result.finding : "");
    say("parameters-note", result ? result.note : "");
    if (result) {
      draw("parameters-0", result.chart);
      table("parameters-table", result.table);
    }
    takeAlong("parameters", result);
  }

  function showScan(result) {
    byId("scan-result").hidden = !result;
    say("scan-finding", result ? result.finding : "");
    say("scan-note", result ? result.note : "");
    onMap = result;
    if (result) {
      drawMap(result);
      look(result);
    }
    takeAlong("scan", result);
  }

  function drawMap(result) {
    const at = answer.scan.picked.at;
    const chart = Object.assign({}, result.chart);
    if (at) {
      const map = chart.data[0];
      chart.data = chart.data.concat({
        type: "scatter",
        mode: "markers",
        x: [map.x[at[0]]],
        y: [map.y[at[1]]],
        hoverinfo: "skip",
        showlegend: false,
        marker: { symbol: "circle-open", size: 15, color: "#17212b", line: { width: 3 } },
      });
    }
    draw("scan-0", chart);
    const place = byId("scan-0");
    if (!place.dataset.listens) {
      place.dataset.listens = "waiting";
      listenOnceDrawn(place);
    }
  }

  // plotly.js gives the place its own way to listen once it has drawn there.
  function listenOnceDrawn(place) {
    if (!place.on) return void window.setTimeout(listenOnceDrawn, 100, place);
    place.on("plotly_click", function (event) {
      const [row, column] = event.points[0].pointIndex || event.points[0].pointNumber || [];
      if (row !== undefined && column !== undefined) pick(column, row);
    });
    place.dataset.listens = "yes";
  }

  const pick = (column, row) => her2sim.change({ scc: column + "." + row });

  function look(result) {
    const picked = answer.scan.picked;
    const map = result.chart.data[0];
    const at = picked.at || [0, 0];
    const boxes = picked.labels.map(function (labels, axis) {
      const box = make("div");
      const list = make("select", null, { id: "look-" + axis });
      box.append(make("label", picked.names[axis], { for: list.id }));
      if (!picked.at) list.append(make("option", "choose …", { value: "" }));
      labels.forEach((label, index) => list.append(make("option", label, { value: index })));
      list.value = picked.at ? at[axis] : "";
      list.addEventListener("change", function () {
        const both = [...byId("look").querySelectorAll("select")].map((each) => each.value || "0");
        pick(both[0], both[1]);
      });
      box.append(list);
      return box;
    });
    // Replaced only when they say something else: who is choosing keeps the focus.
    const text = JSON.stringify([picked.labels, picked.at]);
    if (byId("look").dataset.says !== text) {
      const focused = [...byId("look").querySelectorAll("select")].indexOf(document.activeElement);
      byId("look").replaceChildren(...boxes);
      byId("look").dataset.says = text;
      if (focused >= 0) byId("look").querySelectorAll("select")[focused].focus();
    }
    const value = picked.at ? (map.text[at[1]] || [])[at[0]] : null;
    say("looked", value ? value.replace(/<br>/g, "; ").replace(/<[^>]*>/g, "") : "");
    const link = byId("look-link");
    link.hidden = !picked.href;
    if (picked.href) link.setAttribute("href", picked.href);
    if (picked.cannot) say("looked", byId("looked").textContent + ". " + picked.cannot);
  }

  // An axis that was not chosen follows the scenario's drugs, and says which one it is.
  function usualAxes(names) {
    ["scx", "scy"].forEach(function (key, axis) {
      const id = { part: "setting", name: key };
      window.dash_clientside.set_props(id, { placeholder: names[axis] });
    });
  }

  // --- jobs ---------------------------------------------------------------------------------

  const JOBS = {
    intervals: {
      asked: () => answer.genes && answer.genes.jobs && answer.genes.jobs.intervals,
      show: (result) => result && showGenes(answer.genes, result),
      part: "genes",
    },
    pairs: {
      asked: () => answer.genes && answer.genes.jobs && answer.genes.jobs.pairs,
      show: showPairs,
      part: "genes",
    },
    sensitivity: {
      asked: () => answer.parameters && answer.parameters.job,
      show: showParameters,
      part: "parameters",
    },
    scan: { asked: () => answer.scan && answer.scan.job, show: showScan, part: "scan" },
  };
  const running = new Map(); // name -> key

  function run(name) {
    const asked = JOBS[name].asked();
    if (!asked) return;
    const key = asked.key;
    running.set(name, key);
    const take = function (result, done) {
      keep(name, key, Object.assign({ done: done }, result));
      const now = answer && JOBS[name].asked();
      if (now && now.key === key) JOBS[name].show(found.get(name + " " + key));
      if (done) {
        running.delete(name);
        her2sim.speak(result.finding || "Done.");
      }
    };
    her2sim.job(name, PATH + "/" + name, answer.query, {
      part: (result) => take(result, false),
      result: (result) => take(result, true),
      failed: () => running.delete(name),
    });
    if (name === "pairs") her2sim.remember({ scp: "1" });
  }

  function stopOthers() {
    for (const [name, key] of [...running]) {
      const asked = JOBS[name].asked();
      if (asked && asked.key === key && her2sim.jobRunning(name)) continue;
      her2sim.stopJob(name);
      running.delete(name);
    }
  }

  const resultOf = (name) => {
    const asked = JOBS[name].asked();
    return asked ? found.get(name + " " + asked.key) || null : null;
  };

  // --- the page -----------------------------------------------------------------------------

  function show(next) {
    answer = next;
    stopOthers();
    quick(next.quick);
    document.querySelector(".screen").dataset.way = her2sim.query().get("scd") || "down";
    document.querySelector(".screen").dataset.method = her2sim.query().get("scs") || "local";
    const part = next.part;
    if (part === "genes") {
      showGenes(next.genes, resultOf("intervals"));
      showPairs(resultOf("pairs"));
      return;
    }
    problem(part, next[part].problem);
    if (next.scan && next.scan.picked) usualAxes(next.scan.picked.names);
    const name = part === "scan" ? "scan" : "sensitivity";
    byId("run-" + name).disabled = Boolean(next[part].problem);
    const result = resultOf(name);
    const waits = next[part].job && next[part].job.by_itself && !result;
    // What starts by itself is there in a moment: until then the old picture stays.
    if (!waits || next[part].problem) JOBS[name].show(result);
    else if (part === "scan" && onMap) say("scan-note", "Scanning …");
  }

  function settled(next) {
    answer = next;
    for (const name of Object.keys(JOBS)) {
      const asked = JOBS[name].part === next.part && JOBS[name].asked();
      const wanted = asked && (asked.by_itself || asked.wanted);
      if (wanted && !resultOf(name) && !her2sim.jobRunning(name)) run(name);
    }
  }

  her2sim.pages[PATH] = { show: show, settled: settled };

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-run]");
    if (button) return void run(button.dataset.run);
    // A bar or a point stands for its gene: it opens what the gene's name in the table opens.
    const plot = event.target.closest("#genes-0, #genes-1");
    if (plot && hovered.has(plot.id)) openGene(hovered.get(plot.id));
    return undefined;
  });

  const hovered = new Map();
  document.addEventListener("mouseover", function (event) {
    const place = event.target.closest && event.target.closest("#genes-0, #genes-1");
    if (!place || place.dataset.listens || !place.on) return;
    place.dataset.listens = "yes";
    place.on("plotly_hover", function (hover) {
      const point = hover.points[0];
      hovered.set(place.id, place.id === "genes-0" ? point.y : point.customdata);
    });
    place.on("plotly_unhover", () => hovered.delete(place.id));
  });

  function openGene(gene) {
    for (const link of byId("genes-table").querySelectorAll("tbody th a")) {
      if (link.textContent === gene) return link.click();
    }
    return undefined;
  }
})();
