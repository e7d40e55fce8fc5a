// The map by keyboard: one stop of Tab, arrow keys from node to node.
(function () {
  "use strict";

  const her2sim = window.her2sim;

  const ASIDE = 2.2; // how much worse a step aside is than one straight on
  const TURNS = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowDown: [0, 1],
    ArrowUp: [0, -1],
  };

  her2sim.map.extend(function (map) {
    const nodes = [...map.nodes.values()];
    nodes.forEach((node, place) => node.group.setAttribute("tabindex", place ? "-1" : "0"));
    // In a small map there is nothing to press.
    if (map.compact) nodes.forEach((node) => node.group.setAttribute("role", "img"));
    map.svg.addEventListener("keydown", (event) => press(map, event));
    map.svg.addEventListener("focusin", function (event) {
      const group = event.target.closest(".node");
      if (!group) return;
      for (const each of nodes) each.group.setAttribute("tabindex", "-1");
      group.setAttribute("tabindex", "0");
    });
  });

  function centre(node) {
    if (!node.centre) {
      const box = node.group.querySelector(".body").getBBox();
      node.centre = [box.x + box.width / 2, box.y + box.height / 2];
    }
    return node.centre;
  }

  function neighbour(map, node, [right, down]) {
    const [x, y] = centre(node);
    let best = null;
    for (const other of map.nodes.values()) {
      const [dx, dy] = [centre(other)[0] - x, centre(other)[1] - y];
      const ahead = dx * right + dy * down;
      const aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (ahead <= 4 || aside > ahead * 3) continue;
      const cost = ahead + ASIDE * aside;
      if (!best || cost < best.cost) best = { node: other, cost: cost };
    }
    return best && best.node;
  }

  function press(map, event) {
    const group = event.target.closest(".node");
    if (!group || event.altKey || event.ctrlKey || event.metaKey) return;
    const node = map.nodes.get(group.dataset.node);
    const all = [...map.nodes.values()];
    if (TURNS[event.key]) {
      const next = neighbour(map, node, TURNS[event.key]);
      if (next) next.group.focus();
    } else if (event.key === "Home") all[0].group.focus();
    else if (event.key === "End") all[all.length - 1].group.focus();
    else if (event.key === "Enter" || event.key === " ") {
      if (map.compact) return;
      her2sim.mapDetails.pinNode(map, node.id, true);
    } else if (event.key === "Escape") {
      if (map.compact) return;
      her2sim.mapDetails.close(map);
    } else if (map.zoomButtons && event.key === "+") her2sim.mapFrame.zoom(map, 1);
    else if (map.zoomButtons && event.key === "-") her2sim.mapFrame.zoom(map, -1);
    else return;
    event.preventDefault();
  }
})();
