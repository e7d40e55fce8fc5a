// The map on the Explore page: what of it stands in the address, and its time on the charts.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const byId = (id) => document.getElementById(id);

  // Keys of settings.csv, with what they hold when the address says nothing.
  const KEYS = { time: "mpt", base: "mpb", loop: "mpl", node: "mpn" };

  her2sim.showMap = async function (answer) {
    const element = byId("map");
    if (!element || !answer.map) return;
    const known = her2sim.map.of(element);
    her2sim.map.show(element, answer.map);
    if (known) return;
    const map = await her2sim.map.mount(element);
    if (map) arrive(map);
  };

  // Take from the address what a link or the Back button brought.
  function arrive(map) {
    const query = her2sim.query();
    her2sim.mapFrame.setBase(map, query.get(KEYS.base) || "nodes");
    her2sim.mapTime.setHours(map, query.has(KEYS.time) ? Number(query.get(KEYS.time)) : null);
    her2sim.mapFrame.chooseLoop(map, query.get(KEYS.loop));
    const node = query.get(KEYS.node);
    if (node && map.nodes.has(node)) her2sim.mapDetails.pinNode(map, node, false);
    const keep = (key, text) => her2sim.remember({ [key]: text });
    const { element } = map;
    element.addEventListener("map-time", (event) => keep(KEYS.time, hoursText(event.detail)));
    element.addEventListener("map-base", (event) => keep(KEYS.base, event.detail === "nodes" ? "" : event.detail));
    element.addEventListener("map-loop", (event) => keep(KEYS.loop, event.detail || ""));
    element.addEventListener("map-pin", (event) => keep(KEYS.node, (event.detail && event.detail.node) || ""));
    map.afterPaint.push(markCharts);
  }

  const hoursText = (hours) => (hours === null ? "" : String(Number(hours.toPrecision(3))));

  // A line on the time courses at the time of the map.
  function markCharts(map) {
    const grid = document.querySelector(".chart-grid");
    if (!grid || !map.data) return;
    const end = map.data.times[map.data.times.length - 1];
    const share = map.hours === null ? 1 : Math.min(1, map.hours / end);
    grid.classList.toggle("timed", share < 1);
    grid.style.setProperty("--map-time", String(share));
  }
})();
