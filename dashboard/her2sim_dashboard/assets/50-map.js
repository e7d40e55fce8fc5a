// The pathway map: fetched once, cloned into any number of places, coloured by data of an answer.
//
//   her2sim.map.mount(element, {compact})      put a map into an element
//   her2sim.map.show(element, data, index)     what it shows; index of a time, the end without
//   her2sim.map.highlight(element, nodes, edges) / her2sim.map.clear(element)
//
// The data are those of mapping.py. Colours, numbers and badges are all that changes; each node
// is touched only when what it says has changed.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const maps = new WeakMap();
  // Other scripts of the map add what a full map has: functions of a map, called once it is there.
  const extensions = [];

  // --- the files ----------------------------------------------------------------------------

  let files = null;

  her2sim.mapAddress = function (path) {
    return path + "?m=" + encodeURIComponent(her2sim.vocabulary().map || "");
  };

  async function text(path) {
    const answer = await window.fetch(her2sim.mapAddress(path));
    if (!answer.ok) throw new Error(path + " " + answer.status);
    return answer.text();
  }

  function load() {
    files =
      files ||
      Promise.all([text("/map.svg"), text("/map.json")]).then(
        ([svg, details]) => ({
          svg: new window.DOMParser().parseFromString(svg, "image/svg+xml").documentElement,
          details: JSON.parse(details),
        }),
        (error) => {
          files = null; // the next place to ask tries again
          throw error;
        },
      );
    return files;
  }

  // --- a place ------------------------------------------------------------------------------

  function mount(element, options) {
    if (maps.has(element)) return maps.get(element).ready;
    const map = {
      element: element,
      compact: Boolean(options && options.compact),
      nodes: new Map(),
      edges: new Map(),
      data: null,
      hours: null, // null is the end
      base: "nodes", // what the colours are multiples of: see reading()
      marks: null,
      painted: 0,
      afterPaint: [],
    };
    maps.set(element, map);
    element.classList.add("map");
    element.classList.toggle("compact", map.compact);
    map.ready = load().then(
      (loaded) => put(map, loaded),
      () => element.replaceChildren(her2sim.make("p", "The map could not be loaded.")),
    );
    return map.ready;
  }

  function put(map, loaded) {
    map.details = loaded.details;
    map.svg = document.importNode(loaded.svg, true);
    for (const group of map.svg.querySelectorAll(".node")) {
      map.nodes.set(group.dataset.node, {
        id: group.dataset.node,
        group: group,
        drug: group.dataset.drug || "",
        value: group.querySelector(".value"),
        dose: group.querySelector(".dose"),
        badge: group.querySelector(".badge"),
        said: {},
      });
    }
    for (const group of map.svg.querySelectorAll("[data-edge]")) {
      map.edges.set(group.dataset.edge, group);
    }
    const label = map.element.dataset.mapLabel || "Pathway map";
    map.svg.setAttribute("role", "group");
    map.svg.setAttribute("aria-label", label);
    map.element.replaceChildren(map.svg);
    for (const extend of extensions) extend(map);
    if (map.marks) mark(map);
    if (map.data) paint(map);
    return map;
  }

  function show(element, data, index) {
    if (!element || !data) return;
    mount(element);
    const map = maps.get(element);
    map.data = data;
    if (index !== undefined) map.hours = index === null ? null : data.times[index];
    // At once: it costs less than a millisecond, and charts that are drawn next cost far more.
    if (map.svg) paint(map);
  }

  // For what comes faster than the screen shows it, such as a slider that is dragged.
  function schedule(map) {
    if (map.scheduled) return;
    map.scheduled = true;
    window.requestAnimationFrame(function () {
      map.scheduled = false;
      if (map.svg && map.data) paint(map);
    });
  }

  // --- painting -----------------------------------------------------------------------------

  function paint(map) {
    const begun = window.performance.now();
    for (const node of map.nodes.values()) {
      if (node.drug) paintDrug(map, node);
      else paintNode(map, node);
      paintBadge(node, map.data.badges[node.id]);
    }
    window.clearTimeout(map.speaking);
    map.speaking = window.setTimeout(describe, 250, map);
    map.painted = window.performance.now() - begun;
    for (const after of map.afterPaint) after(map);
  }

  function paintNode(map, node) {
    const read = her2sim.mapWords.reading(map, node.id);
    const stop = read ? her2sim.mapWords.stop(map, read.log2) : null;
    const known = Boolean(stop);
    change(node, "fill", stop ? stop.fill : "", (fill) =>
      fill
        ? node.group.style.setProperty("--node-fill", fill)
        : node.group.style.removeProperty("--node-fill"),
    );
    change(node, "ink", stop ? stop.ink : "", (ink) =>
      ink
        ? node.group.style.setProperty("--node-ink", ink)
        : node.group.style.removeProperty("--node-ink"),
    );
    change(node, "known", !read || known, (on) => node.group.classList.toggle("unknown", !on));
    const said = read ? her2sim.mapWords.short(map, read) : "";
    change(node, "text", said, (words) => node.value && (node.value.textContent = words));
  }

  function paintDrug(map, node) {
    const dose = map.data.doses[node.id] || "";
    change(node, "given", Boolean(dose), (on) => node.group.classList.toggle("off", !on));
    change(node, "dose", dose || "not given", (words) => {
      if (node.dose) node.dose.textContent = words;
    });
  }

  function paintBadge(node, badge) {
    if (!node.badge) return;
    change(node, "badge", badge ? badge.join(" ") : "", function (words) {
      // The attribute, because elements of a picture have no property of this name.
      node.badge.toggleAttribute("hidden", !words);
      if (!words) return;
      node.badge.dataset.kind = badge[1];
      node.badge.querySelector("text").textContent = badge[0];
      her2sim.mapWords.fitBadge(node.badge, badge[0]);
    });
  }

  function change(node, part, value, apply) {
    if (node.said[part] === value) return;
    node.said[part] = value;
    apply(value);
  }

  // For screen readers, once the picture has come to rest: not for every tick.
  function describe(map) {
    if (!map.data) return;
    for (const node of map.nodes.values()) {
      change(node, "label", her2sim.mapWords.sentence(map, node.id), (words) =>
        node.group.setAttribute("aria-label", words),
      );
    }
  }

  // --- emphasis -----------------------------------------------------------------------------

  function highlight(element, nodes, edges) {
    mount(element);
    const map = maps.get(element);
    map.marks = nodes || edges ? { nodes: nodes || [], edges: edges } : null;
    mark(map);
  }

  function clear(element) {
    if (element && maps.has(element)) highlight(element, null, null);
  }

  // Without edges named, those between the nodes named stand out with them.
  function mark(map) {
    if (!map.svg) return;
    const marks = map.marks || map.resting || null;
    map.svg.classList.toggle("marking", Boolean(marks));
    const nodes = new Set(marks ? marks.nodes : []);
    for (const [id, node] of map.nodes) node.group.classList.toggle("marked", nodes.has(id));
    const edges = marks && marks.edges ? new Set(marks.edges) : null;
    for (const [id, group] of map.edges) {
      const between = nodes.has(group.dataset.from) && nodes.has(group.dataset.to);
      group.classList.toggle("marked", edges ? edges.has(id) : between);
    }
  }

  // Which emphasis stays when a passing one ends, such as that of a loop that was chosen.
  function rest(map, nodes, edges) {
    map.resting = nodes || edges ? { nodes: nodes || [], edges: edges } : null;
    mark(map);
  }

  her2sim.map = {
    mount: mount,
    show: show,
    highlight: highlight,
    clear: clear,
    // For the other scripts of the map.
    of: (element) => maps.get(element),
    extend: (extension) => extensions.push(extension),
    rest: rest,
    schedule: schedule,
    describe: describe,
  };
})();
