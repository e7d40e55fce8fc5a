// The course of one node as a small picture, and all nodes and arrows as tables.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make, row, table } = her2sim;
  const words = her2sim.mapWords;

  const [WIDTH, HEIGHT, PAD] = [240, 72, 6];

  her2sim.map.extend(function (map) {
    if (map.compact) return;
    map.table = make("details", null, { class: "map-table" });
    map.table.append(make("summary", "View as table"), make("div", null, { class: "scroll" }));
    map.table.addEventListener("toggle", () => fillTables(map));
    map.element.append(map.table);
    map.afterPaint.push(function () {
      window.clearTimeout(map.tableTimer);
      map.tableTimer = window.setTimeout(fillTables, 250, map);
    });
  });

  // --- the small picture --------------------------------------------------------------------

  const svg = (map, tag, attributes) => {
    const made = document.createElementNS(map.svg.namespaceURI, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  // This cell and the wild type on the same treatment, as multiples of the untreated wild type.
  her2sim.mapSpark = function (map, id, place) {
    const { data } = map;
    const lines = [["wild", data.wild && data.wild[id]], ["cell", data.nodes[id]]]
      .map(([name, values]) => [name, values && values.map((log2) => (log2 === null ? null : Math.pow(2, log2)))])
      .filter(([, values]) => values && values.some((value) => value !== null));
    if (!lines.length) return place.replaceChildren();
    const known = lines.flatMap(([, values]) => values).filter((value) => value !== null);
    const high = Math.max(1, ...known) * 1.05;
    const end = data.times[data.times.length - 1];
    const x = (hours) => (hours / end) * WIDTH;
    const y = (value) => HEIGHT - PAD - (value / high) * (HEIGHT - 2 * PAD);
    const picture = svg(map, "svg", { viewBox: "0 0 " + WIDTH + " " + HEIGHT, "aria-hidden": "true" });
    picture.append(svg(map, "path", { class: "one", d: "M0 " + y(1) + "H" + WIDTH }));
    for (const [name, values] of lines) {
      const points = values.map((value, at) => value !== null && x(data.times[at]).toFixed(1) + " " + y(value).toFixed(1));
      picture.append(svg(map, "path", { class: name, d: "M" + points.filter(Boolean).join("L") }));
    }
    const now = map.hours === null ? end : map.hours;
    picture.append(svg(map, "path", { class: "now", d: "M" + x(now) + " 0V" + HEIGHT }));
    const last = (values) => words.figures(values[values.length - 1] ?? 0) + "×";
    const caption = lines
      .slice()
      .reverse()
      .map(([name, values]) => (name === "cell" ? "this cell " : "wild type treated ") + last(values));
    const note = make("p", "At " + words.timeText(end) + ": " + caption.join(", "), { class: "map-caption" });
    place.replaceChildren(picture, note);
    return undefined;
  };

  // --- tables -------------------------------------------------------------------------------

  function fillTables(map) {
    if (!map.table.open || !map.data) return;
    const hours = map.hours === null ? map.data.times[map.data.times.length - 1] : map.hours;
    const base = words.baseOf(map).label;
    const nodes = table(
      "Nodes of the map at " + words.timeText(hours) + ", as multiples of " + base,
      ["Node", "Shows", "Multiple", "Amount", "Marked"],
      [[...map.nodes.keys()].map((id) => nodeRow(map, id))],
    );
    const edges = table(
      "Arrows of the map",
      ["Arrow", "Feedback loop", "Source"],
      [Object.values(map.details.edges).map((edge) => edgeRow(map, edge))],
    );
    for (const [made, columns] of [[nodes, [1, 4]], [edges, [1, 2]]]) {
      for (const column of columns) made.tHead.rows[0].cells[column].className = "condition";
    }
    const place = map.table.querySelector(".scroll");
    place.replaceChildren(nodes, edges);
    place.setAttribute("tabindex", "0");
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", "The map as tables");
  }

  function nodeRow(map, id) {
    const detail = map.details.nodes[id];
    const read = words.reading(map, id);
    const badge = map.data.badges[id];
    return row(detail.label, [
      [detail.shows ? detail.shows.words : "", "condition"],
      [read ? words.short(map, read) : map.data.doses[id] || "not given"],
      [read ? words.amountText(detail, read.amount) : "–"],
      [badge ? words.badgeWords(badge) : "", "condition"],
    ]);
  }

  function edgeRow(map, edge) {
    const sources = new Set(edge.reactions.map((each) => each.source).filter(Boolean));
    if (edge.source) sources.add(edge.source);
    return row(edge.words, [
      [edge.loop_label, "condition"],
      [[...sources].join("; ") || edge.abstracts || "", "condition"],
    ]);
  }
})();
