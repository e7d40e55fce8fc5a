// What a node or an arrow of the map is: a tip in passing, and a panel that stays.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make } = her2sim;
  const words = her2sim.mapWords;

  const TIP_IN_MS = 120;
  const TIP_OUT_MS = 200; // long enough to move the pointer onto the tip
  const HIT_WIDTH = 14; // of the invisible line that makes an arrow easy to point at

  her2sim.map.extend(function (map) {
    if (map.compact) return;
    map.tip = make("div", null, { class: "map-tip", hidden: "" });
    map.box.append(map.tip);
    map.panel = make("section", null, { class: "map-details", hidden: "" });
    map.panel.setAttribute("aria-label", "Details");
    map.element.append(map.panel);
    for (const edge of map.edges.values()) widen(edge);
    watchPointer(map);
    map.svg.addEventListener("focusin", (event) => event.target.closest(".node") && tipFor(map, event.target));
    map.svg.addEventListener("focusout", () => hideTip(map, 0));
    map.element.addEventListener("keydown", function (event) {
      if (event.key === "Escape") close(map);
    });
    map.afterPaint.push(refresh);
  });

  function widen(edge) {
    const line = edge.querySelector(".line");
    if (!line || edge.querySelector(".hit")) return;
    const hit = line.cloneNode(false);
    hit.setAttribute("class", "hit");
    hit.setAttribute("stroke-width", String(HIT_WIDTH));
    edge.append(hit);
  }

  const partOf = (target) => target.closest(".node, .edge");

  function watchPointer(map) {
    map.svg.addEventListener("pointerover", function (event) {
      const part = partOf(event.target);
      if (part && event.pointerType === "mouse") tipFor(map, part);
    });
    map.svg.addEventListener("pointerout", (event) => partOf(event.target) && hideTip(map, TIP_OUT_MS));
    map.tip.addEventListener("pointerenter", () => window.clearTimeout(map.tipTimer));
    map.tip.addEventListener("pointerleave", () => hideTip(map, TIP_OUT_MS));
    map.svg.addEventListener("click", function (event) {
      const part = partOf(event.target);
      if (map.dragged || !part) return;
      if (part.dataset.node) pinNode(map, part.dataset.node, false);
      else pinEdge(map, part.dataset.edge, false);
    });
  }

  // --- the tip ------------------------------------------------------------------------------

  function tipFor(map, target) {
    const part = partOf(target);
    window.clearTimeout(map.tipTimer);
    map.tipTimer = window.setTimeout(function () {
      map.tipPart = part;
      fillTip(map);
      map.tip.hidden = false;
      placeTip(map, part);
    }, TIP_IN_MS);
  }

  function fillTip(map) {
    const { tip, tipPart: part } = map;
    if (part.dataset.node) {
      const detail = map.details.nodes[part.dataset.node];
      const lines = [make("strong", detail.label)];
      if (detail.shows) lines.push(make("span", detail.shows.words));
      lines.push(make("span", valueLine(map, part.dataset.node), { class: "map-tip-value" }));
      const badge = map.data && map.data.badges[part.dataset.node];
      if (badge) lines.push(make("span", words.badgeWords(badge)));
      tip.replaceChildren(...lines);
    } else {
      const edge = map.details.edges[part.dataset.edge];
      const lines = [make("strong", edge.words)];
      if (edge.loop) lines.push(make("span", "Feedback loop: " + edge.loop_label));
      tip.replaceChildren(...lines);
    }
    tip.append(make("span", "Click or press Enter for details", { class: "map-tip-hint" }));
  }

  function placeTip(map, part) {
    const frame = map.box.getBoundingClientRect();
    const box = (part.querySelector(".body") || part).getBoundingClientRect();
    const tip = map.tip.getBoundingClientRect();
    const middle = box.left + box.width / 2 - frame.left - tip.width / 2;
    const left = Math.max(4, Math.min(middle, frame.width - tip.width - 4));
    const above = box.top - frame.top - tip.height - 6;
    map.tip.style.left = left + "px";
    map.tip.style.top = (above > 0 ? above : box.bottom - frame.top + 6) + "px";
  }

  function hideTip(map, after) {
    window.clearTimeout(map.tipTimer);
    map.tipTimer = window.setTimeout(function () {
      map.tip.hidden = true;
    }, after);
  }

  // --- the panel ----------------------------------------------------------------------------

  function pinNode(map, id, byKeyboard) {
    open(map, { node: id }, byKeyboard);
  }

  function pinEdge(map, id, byKeyboard) {
    open(map, { edge: id }, byKeyboard);
  }

  function open(map, pinned, byKeyboard) {
    if (!map.pinned) map.cameFrom = document.activeElement;
    if (byKeyboard && pinned.node) map.cameFrom = map.nodes.get(pinned.node).group;
    map.pinned = pinned;
    hideTip(map, 0);
    fillPanel(map);
    map.panel.hidden = false;
    markPinned(map);
    const heading = map.panel.querySelector("h3");
    if (byKeyboard) heading.focus();
    map.panel.scrollIntoView({ block: "nearest" });
    map.element.dispatchEvent(new window.CustomEvent("map-pin", { detail: pinned }));
  }

  function close(map) {
    hideTip(map, 0);
    if (!map.pinned) return;
    const inside = map.panel.contains(document.activeElement);
    map.pinned = null;
    map.panel.hidden = true;
    markPinned(map);
    if (inside && map.cameFrom && map.cameFrom.isConnected) map.cameFrom.focus();
    map.element.dispatchEvent(new window.CustomEvent("map-pin", { detail: null }));
  }

  function markPinned(map) {
    const { node, edge } = map.pinned || {};
    for (const [id, each] of map.nodes) each.group.classList.toggle("pinned", id === node);
    for (const [id, group] of map.edges) group.classList.toggle("pinned", id === edge);
  }

  function fillPanel(map) {
    const { node, edge } = map.pinned;
    const detail = node ? map.details.nodes[node] : map.details.edges[edge];
    const shut = make("button", "✕", { type: "button", class: "map-button", "aria-label": "Close the details" });
    shut.addEventListener("click", () => close(map));
    const head = make("div", null, { class: "map-details-head" });
    head.append(make("h3", node ? detail.label : detail.words, { tabindex: "-1" }), shut);
    const body = make("div", null, { class: "map-details-body" });
    body.append(...(node ? nodeParts(map, node, detail) : edgeParts(map, detail)));
    map.panel.replaceChildren(head, body);
    refresh(map);
  }

  function part(title, ...children) {
    const made = make("div", null, { class: "map-part" });
    if (title) made.append(make("h4", title));
    made.append(...children);
    return made;
  }

  function list(items, kind) {
    const made = make("ul", null, { class: kind || "" });
    for (const item of items) {
      const line = make("li");
      line.append(...[item].flat());
      made.append(line);
    }
    return made;
  }

  function nodeParts(map, id, detail) {
    const parts = [];
    const value = part("", make("p", "", { class: "map-value" }));
    if (map.data && map.data.nodes[id]) value.append(make("div", null, { class: "map-spark" }));
    value.append(make("p", "", { class: "map-amount" }));
    parts.push(value);
    const about = part("What it is", make("p", aboutNode(detail)));
    if (detail.note) about.append(make("p", detail.note));
    if (detail.genes.length) about.append(list(detail.genes.map(geneText)));
    if (detail.species.length) {
      about.append(fold("Species of the model", list(detail.species.map(speciesText))));
    }
    parts.push(about);
    parts.push(part("Arrows", list([...detail.edges_in, ...detail.edges_out].map((edge) => edgeButton(map, edge)), "map-arrows")));
    if (detail.reactions.length) {
      parts.push(part("Reactions and sources", reactionList(detail.reactions)));
    }
    return parts;
  }

  function edgeParts(map, edge) {
    const ends = part("From and to", list([nodeButton(map, edge.from), nodeButton(map, edge.to)], "map-arrows"));
    if (edge.loop) ends.append(make("p", "Part of the feedback loop “" + edge.loop_label + "”."));
    const parts = [ends];
    if (edge.abstracts) parts.push(part("What stands behind it", make("p", edge.abstracts)));
    if (edge.reactions.length) {
      parts.push(part("Reactions and sources", reactionList(edge.reactions)));
    }
    if (edge.source) parts.push(part("Source", make("p", edge.source, { class: "map-source" })));
    return parts;
  }

  function fold(title, ...children) {
    const made = make("details");
    made.append(make("summary", title), ...children);
    return made;
  }

  function aboutNode(detail) {
    const kind = detail.kind_words[0].toUpperCase() + detail.kind_words.slice(1);
    const shows = detail.shows ? " Colour and number show: " + detail.shows.words + "." : "";
    return kind + ", " + detail.compartment_label.toLowerCase() + "." + shows;
  }

  const speciesText = (one) => one.name + (one.note ? " (" + one.note + ")" : "");
  const geneText = (gene) => gene.gene + (gene.uniprot ? " (UniProt " + gene.uniprot + ")" : "");

  // Long lists scroll in their place, for which they can be reached by keyboard.
  function reactionList(reactions) {
    const box = make("div", null, { class: "map-reactions", tabindex: "0", role: "region" });
    box.setAttribute("aria-label", "Reactions and sources");
    box.append(
      list(
        reactions.map((each) => [
          make("span", each.name || each.id),
          make("span", each.source || "", { class: "map-source" }),
        ]),
      ),
    );
    return box;
  }

  function edgeButton(map, id) {
    const made = make("button", map.details.edges[id].words, { type: "button" });
    made.addEventListener("click", () => open(map, { edge: id }, true));
    return made;
  }

  function nodeButton(map, id) {
    const made = make("button", map.details.nodes[id].label, { type: "button" });
    made.addEventListener("click", () => open(map, { node: id }, true));
    return made;
  }

  // --- what changes with the scenario and the time ------------------------------------------

  function valueLine(map, id) {
    const read = map.data && words.reading(map, id);
    if (!read) return (map.data && map.data.doses[id]) || "";
    return words.ratioWords(map, read, map.details.nodes[id]);
  }

  function refresh(map) {
    if (!map.tip.hidden && map.tipPart) fillTip(map);
    const id = map.pinned && map.pinned.node;
    if (!id) return;
    const put = (kind, text) => {
      const place = map.panel.querySelector("." + kind);
      if (place && place.textContent !== text) place.textContent = text;
    };
    put("map-value", valueLine(map, id));
    const read = map.data && words.reading(map, id);
    if (!read) return;
    const detail = map.details.nodes[id];
    const hours = map.hours === null ? map.data.times[map.data.times.length - 1] : map.hours;
    put(
      "map-amount",
      words.amountText(detail, read.amount) + " at " + words.timeText(hours) +
        "; untreated wild type " + words.amountText(detail, map.data.base[id]) + ".",
    );
    const place = map.panel.querySelector(".map-spark");
    if (place) her2sim.mapSpark(map, id, place);
  }

  her2sim.mapDetails = {
    pinNode: pinNode,
    pinEdge: pinEdge,
    close: close,
  };
})();
