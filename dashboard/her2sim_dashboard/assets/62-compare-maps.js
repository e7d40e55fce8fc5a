// The maps of the Compare page: one per cell and one of a difference, on one scale and one clock.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make, say } = her2sim;
  const byId = (id) => document.getElementById(id);

  const DIFFERENCE = "compare-map-difference";
  // The slider's stops are the times of the data, each divided so often.
  const FINE = 5;
  const WHOLE_MS = 8000; // the whole course, played
  const CALM_STEPS = 10; // still pictures instead, where motion shall be reduced
  const CALM_MS = 700;
  const MOST_LISTED = 6;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  let answer = null;
  let hours = null; // shown on all maps; null is the end
  let pair = [1, 0]; // places of the cells whose difference is shown, the first over the second
  let clock = null; // while playing: {place, before}

  const words = () => her2sim.mapWords;
  const nameOf = (place) => "compare-map-" + answer.cells[place].letter.toLowerCase();
  const times = () => (answer.maps.find(Boolean) || { times: [0] }).times;
  const names = () => [...answer.cells.keys()].map(nameOf).concat(DIFFERENCE);
  const mapOf = (name) => byId(name) && her2sim.map.of(byId(name));

  // --- what the maps show -------------------------------------------------------------------

  her2sim.compareMaps = function (given) {
    const card = document.querySelector(".compare-maps-card");
    if (!card || card.dataset.map === "none") return;
    const arrived = answer === null || !byId("compare-time").firstChild;
    answer = given;
    if (!answer.maps.length) return;
    if (arrived) arrive();
    const cells = answer.cells;
    keepPair();
    for (const figure of card.querySelectorAll(".compare-map[data-place]")) {
      figure.hidden = !answer.maps[Number(figure.dataset.place)];
    }
    cells.forEach(function (cell, place) {
      if (!answer.maps[place]) return;
      head(nameOf(place), [her2sim.cellBadge(place, cell.letter), make("span", cell.name)]);
      show(nameOf(place), answer.maps[place]);
    });
    showDifference();
    showTime();
  };

  function show(name, data) {
    const element = byId(name);
    her2sim.map.mount(element, { compact: true }).then(function (map) {
      if (!map || map.followed) return;
      map.followed = true;
      showScale(map);
      showMost();
    });
    her2sim.map.show(element, data);
    her2sim.mapTime.setHours(her2sim.map.of(element), hours);
  }

  // Filled once; the heads hold controls, and what is replaced would lose the focus.
  function head(name, parts) {
    const place = byId(name + "-title");
    if (!place.firstChild) {
      const words_ = make("span", null, { class: "compare-map-name" });
      const button = make("button", "Enlarge", {
        type: "button",
        class: "button small",
        "data-enlarge": name,
        "aria-pressed": "false",
      });
      place.append(words_, button);
    }
    place.firstChild.replaceChildren(...parts);
    const label = "Enlarge the map of " + (name === DIFFERENCE ? "the difference" : "cell " + name.slice(-1).toUpperCase());
    place.lastChild.setAttribute("aria-label", label);
  }

  // --- the difference -----------------------------------------------------------------------

  function keepPair() {
    const [over, under] = (her2sim.query().get("cpd") || "").split("-");
    const placeOf = (letter) => answer.cells.findIndex((cell) => cell.letter === letter);
    pair = [placeOf(over), placeOf(under)];
    if (pair.some((place) => place < 0 || !answer.maps[place])) {
      const solved = answer.cells.map((_, place) => place).filter((place) => answer.maps[place]);
      pair = [solved[1], solved[0]];
    }
    byId(DIFFERENCE + "-figure").hidden = pair.includes(undefined);
  }

  // A map of the first cell whose colours are multiples of the second one.
  function showDifference() {
    if (pair.includes(undefined)) return;
    const [over, under] = pair.map((place) => answer.maps[place]);
    const letters = pair.map((place) => answer.cells[place].letter);
    const amounts = {};
    for (const id of Object.keys(Object.assign({}, over.amounts, under.amounts))) {
      amounts[id] = { nodes: amountsOf(over, id), other: amountsOf(under, id) };
    }
    const data = Object.assign({}, over, { other: under.nodes, amounts: amounts });
    show(DIFFERENCE, data);
    const map = mapOf(DIFFERENCE);
    map.base = "other";
    map.ownBase = { label: "cell " + letters[1], words: "cell " + letters[1] };
    differenceHead();
    her2sim.map.schedule(map);
  }

  // Of a node that has multiples only, the amounts that they stand for.
  function amountsOf(data, id) {
    if (data.amounts[id]) return data.amounts[id].nodes;
    return data.nodes[id].map((log2) => data.base[id] * Math.pow(2, log2));
  }

  function differenceHead() {
    head(DIFFERENCE, []);
    const place = byId(DIFFERENCE + "-title").firstChild;
    const select = (which, label) => {
      const made = make("select", null, { "data-pair": which, "aria-label": label });
      for (const cell of answer.cells) {
        made.append(make("option", cell.letter, { value: cell.letter }));
      }
      made.value = answer.cells[pair[which]].letter;
      return made;
    };
    const focused = place.contains(document.activeElement) && document.activeElement.dataset.pair;
    place.replaceChildren(
      make("span", "Difference:"),
      select(0, "Difference: this cell"),
      make("span", "over", { class: "compare-over" }),
      select(1, "Difference: over this cell"),
    );
    if (focused) place.querySelector('[data-pair="' + focused + '"]').focus();
  }

  document.addEventListener("change", function (event) {
    const select = event.target.closest("[data-pair]");
    if (!select) return;
    const which = Number(select.dataset.pair);
    const chosen = answer.cells.findIndex((cell) => cell.letter === select.value);
    const before = pair[which];
    pair[which] = chosen;
    if (pair[1 - which] === chosen) pair[1 - which] = before;
    her2sim.remember({ cpd: pair.map((place) => answer.cells[place].letter).join("-") });
    showDifference();
    showMost();
  });

  // What differs most, in words: the difference for those who do not see its colours.
  function showMost() {
    const map = mapOf(DIFFERENCE);
    const place = byId("compare-most");
    if (!map || !map.details || !map.data || pair.includes(undefined)) return;
    const found = [...map.nodes.keys()]
      .map((id) => [id, words().reading(map, id)])
      .filter(([, read]) => read && read.log2 !== null)
      .filter(([, read]) => words().arrow(map, read.log2) !== "=")
      .sort(([, a], [, b]) => Math.abs(b.log2) - Math.abs(a.log2))
      .slice(0, MOST_LISTED);
    const [over, under] = pair.map((at) => answer.cells[at].letter);
    const list = make("ol");
    for (const [id, read] of found) {
      const stop = words().stop(map, read.log2);
      const entry = make("li", null, { "data-node-link": id });
      const value = make("span", words().short(map, read), { class: "compare-fold" });
      value.style.background = stop.fill;
      value.style.color = stop.ink;
      entry.append(make("span", map.details.nodes[id].label), value);
      list.append(entry);
    }
    const title = make("h3", "Furthest apart, " + over + " over " + under);
    const none = make("p", "Nothing differs at this time.", { class: "hint" });
    place.replaceChildren(title, found.length ? list : none);
  }

  // --- scale --------------------------------------------------------------------------------

  function showScale(map) {
    const place = byId("compare-scale");
    if (place.firstChild) return;
    const { stops } = map.details.scale;
    const [low, high] = [stops[0].log2, stops[stops.length - 1].log2];
    const at = ({ log2 }) => (100 * (log2 - low)) / (high - low);
    const bar = make("span", null, { class: "compare-scale-bar", "aria-hidden": "true" });
    const colours = stops.map((stop) => stop.fill + " " + at(stop).toFixed(1) + "%");
    bar.style.background = "linear-gradient(90deg, " + colours.join(", ") + ")";
    const text = (log2) => words().figures(Math.pow(2, log2), 2) + "×";
    place.append(
      make("span", text(low)),
      bar,
      make("span", text(high)),
      make("span", "of untreated wild type; the difference: of the other cell", { class: "hint" }),
    );
  }

  // --- enlarging and pointing ---------------------------------------------------------------

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-enlarge]");
    if (!button) return;
    const figure = byId(button.dataset.enlarge + "-figure");
    const large = figure.classList.toggle("large");
    button.setAttribute("aria-pressed", String(large));
    button.textContent = large ? "Reduce" : "Enlarge";
  });

  // The same part of the pathway stands out on every map, and its values are told below.
  function point(event) {
    if (!answer || !event.target.closest) return;
    const node = event.target.closest(".compare-maps .node, [data-node-link]");
    const id = node && (node.dataset.node || node.dataset.nodeLink);
    for (const marked of document.querySelectorAll(".compare-maps .node.pinned")) {
      if (marked.dataset.node !== id) marked.classList.remove("pinned");
    }
    if (!id) return;
    const said = [];
    for (const name of names()) {
      const map = mapOf(name);
      if (!map || !map.nodes.has(id)) continue;
      map.nodes.get(id).group.classList.add("pinned");
      const read = words().reading(map, id);
      if (read) said.push(titleOf(name) + " " + words().short(map, read));
    }
    const detail = mapOf(nameOf(0)).details.nodes[id];
    if (detail) say("compare-node", detail.label + (said.length ? ": " + said.join(", ") : ""));
  }

  const titleOf = (name) =>
    name === DIFFERENCE
      ? pair.map((place) => answer.cells[place].letter).join(" over ")
      : name.slice(-1).toUpperCase();

  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, point);

  // --- time ---------------------------------------------------------------------------------

  function arrive() {
    clock = null;
    const at = her2sim.query().get("cpt");
    hours = at === null || at === "" ? null : Number(at);
    const bar = byId("compare-time");
    const play = make("button", "", { type: "button", class: "map-button map-play" });
    const slider = make("input", null, { type: "range", min: "0", step: "1" });
    slider.setAttribute("aria-label", "Time of treatment shown on all maps");
    bar.replaceChildren(play, slider, make("output", "", { class: "map-clock" }));
    play.addEventListener("click", () => (clock ? pause() : start()));
    slider.addEventListener("input", function () {
      pause();
      move(Number(slider.value) / FINE);
    });
    slider.addEventListener("change", settled);
    markPlay();
  }

  const last = () => times().length - 1;

  function showTime() {
    const [, slider, output] = byId("compare-time").children;
    slider.max = String(last() * FINE);
    slider.value = String(Math.round(words().placeOf(times(), hours) * FINE));
    const text = words().timeText(hours === null ? times()[last()] : Math.min(hours, times()[last()]));
    output.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  }

  function move(place) {
    hours = place >= last() ? null : words().hoursAt(times(), place);
    for (const name of names()) {
      const map = mapOf(name);
      if (map) her2sim.mapTime.setHours(map, hours);
    }
    showTime();
    showMost();
  }

  function settled() {
    her2sim.remember({ cpt: hours === null ? "" : String(Number(hours.toPrecision(3))) });
  }

  function start() {
    const from = hours === null ? 0 : words().placeOf(times(), hours);
    clock = { place: from >= last() ? 0 : from, before: null };
    markPlay();
    if (calm.matches) stepCalmly(clock);
    else window.requestAnimationFrame((now) => tick(clock, now));
  }

  function tick(own, now) {
    if (own !== clock || !byId("compare-time")) return;
    const passed = own.before === null ? 0 : Math.min(100, now - own.before);
    own.before = now;
    own.place += (passed / WHOLE_MS) * last();
    move(Math.min(last(), own.place));
    if (own.place >= last()) pause();
    else window.requestAnimationFrame((next) => tick(own, next));
  }

  function stepCalmly(own) {
    if (own !== clock || !byId("compare-time")) return;
    move(Math.min(last(), own.place));
    if (own.place >= last()) return void pause();
    own.place = Math.min(last(), own.place + last() / CALM_STEPS);
    window.setTimeout(stepCalmly, CALM_MS, own);
  }

  function pause() {
    if (!clock) return;
    clock = null;
    markPlay();
    settled();
  }

  function markPlay() {
    const button = byId("compare-time").firstChild;
    const label = clock ? "Pause" : "Play the time course on all maps";
    button.textContent = clock ? "❚❚" : "▶";
    button.setAttribute("aria-label", label);
    button.title = label;
  }
})();
