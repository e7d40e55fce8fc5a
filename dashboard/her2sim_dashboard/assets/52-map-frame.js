// The frame of a full map: zoom, pan, full screen, feedback loops, and what is compared with.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make } = her2sim;

  const ZOOMS = [1, 1.3, 1.7, 2.2, 3];
  const LEGEND_CHARACTERS = 26; // of a line of the picture's legend
  const DRAG_PX = 5; // less than this is a click

  her2sim.map.extend(function (map) {
    map.box = make("div", null, { class: "map-box" });
    map.scroll = make("div", null, { class: "map-scroll" });
    map.scroll.append(map.svg);
    map.box.append(map.scroll);
    map.element.replaceChildren(map.box);
    map.afterPaint.push(explainColours);
    if (map.compact) return;
    const bar = make("div", null, { class: "map-bar" });
    bar.append(baseChoice(map), zoomButtons(map));
    map.title = make("p", "", { class: "map-title" });
    map.element.prepend(map.title, bar);
    map.element.append(loopChips(map));
    panning(map);
  });

  function button(text, label, press) {
    const made = make("button", text, { type: "button", class: "map-button", "aria-label": label });
    made.title = label;
    made.addEventListener("click", press);
    return made;
  }

  // --- what the colours are multiples of ----------------------------------------------------

  function baseChoice(map) {
    const label = make("label", null, { class: "map-base" });
    const select = make("select");
    for (const [id, { label: text }] of Object.entries(her2sim.mapWords.BASES)) {
      select.append(make("option", text, { value: id }));
    }
    select.addEventListener("change", function () {
      setBase(map, select.value);
      map.element.dispatchEvent(new window.CustomEvent("map-base", { detail: select.value }));
    });
    map.baseSelect = select;
    label.append(make("span", "Colours: fold of "), select);
    return label;
  }

  function setBase(map, base) {
    map.base = her2sim.mapWords.BASES[base] ? base : "nodes";
    if (map.baseSelect) map.baseSelect.value = map.base;
    her2sim.map.schedule(map);
  }

  // The picture's legend says what 1× is.
  function explainColours(map) {
    const base = her2sim.mapWords.baseOf(map);
    if (map.explained === base.words) return;
    map.explained = base.words;
    const text = map.base === "nodes" ? map.details.note : "1× is " + base.words;
    const lines = her2sim.mapWords.wrapped(text, LEGEND_CHARACTERS);
    map.svg.querySelectorAll(".legend .note").forEach(function (line, number) {
      line.textContent = lines[number] || "";
    });
  }

  // --- zoom ---------------------------------------------------------------------------------

  function zoomButtons(map) {
    const group = make("div", null, { class: "map-zoom", role: "group", "aria-label": "Zoom" });
    const out = button("−", "Zoom out", () => zoom(map, -1));
    const fit = button("Fit", "Fit the whole map", () => zoom(map, -ZOOMS.length));
    const into = button("+", "Zoom in", () => zoom(map, 1));
    group.append(out, fit, into);
    if (document.fullscreenEnabled) {
      group.append(button("⤢", "Full screen", () => fullScreen(map)));
    }
    map.zoomStep = 0;
    map.zoomButtons = { out: out, fit: fit, into: into };
    markZoom(map);
    return group;
  }

  // The point in the middle, or the one under the pointer, stays where it is.
  function zoom(map, steps, at) {
    const before = ZOOMS[map.zoomStep];
    map.zoomStep = Math.max(0, Math.min(ZOOMS.length - 1, map.zoomStep + steps));
    const after = ZOOMS[map.zoomStep];
    if (after === before) return;
    const { scroll } = map;
    const [x, y] = at || [scroll.clientWidth / 2, scroll.clientHeight / 2];
    if (before === 1) scroll.style.height = scroll.clientHeight + "px";
    if (after === 1) scroll.style.height = "";
    const grown = after / before;
    const [left, top] = [(scroll.scrollLeft + x) * grown - x, (scroll.scrollTop + y) * grown - y];
    map.svg.style.setProperty("--zoom", String(after));
    scroll.classList.toggle("zoomed", after > 1);
    scroll.scrollTo({ left: left, top: top, behavior: "instant" });
    markZoom(map);
  }

  function markZoom(map) {
    map.zoomButtons.out.disabled = map.zoomButtons.fit.disabled = map.zoomStep === 0;
    map.zoomButtons.into.disabled = map.zoomStep === ZOOMS.length - 1;
  }

  function fullScreen(map) {
    if (document.fullscreenElement) return void document.exitFullscreen();
    zoom(map, -ZOOMS.length);
    // What the map shows goes with it.
    const sentence = document.getElementById("sentence");
    map.title.textContent = sentence ? sentence.textContent : "";
    (map.element.closest(".card") || map.element).requestFullscreen().catch(() => undefined);
    return undefined;
  }

  // --- dragging -----------------------------------------------------------------------------

  function panning(map) {
    const { scroll } = map;
    let from = null;
    scroll.addEventListener("pointerdown", function (event) {
      // Fingers scroll by themselves.
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, left: scroll.scrollLeft, top: scroll.scrollTop };
      map.dragged = false;
    });
    window.addEventListener("pointermove", function (event) {
      if (!from) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!map.dragged && Math.hypot(dx, dy) < DRAG_PX) return;
      map.dragged = true;
      scroll.classList.add("dragging");
      scroll.scrollTo({ left: from.left - dx, top: from.top - dy, behavior: "instant" });
    });
    window.addEventListener("pointerup", function () {
      from = null;
      scroll.classList.remove("dragging");
    });
    // A plain turn of the wheel scrolls the page; with Ctrl, as from a pinch, it zooms.
    scroll.addEventListener(
      "wheel",
      function (event) {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const box = scroll.getBoundingClientRect();
        const at = [event.clientX - box.left, event.clientY - box.top];
        zoom(map, event.deltaY < 0 ? 1 : -1, at);
      },
      { passive: false },
    );
  }

  // --- feedback loops -----------------------------------------------------------------------

  function loopChips(map) {
    const row = make("div", null, { class: "map-loops", role: "group" });
    row.setAttribute("aria-label", "Feedback loops");
    row.append(make("span", "Feedback loops", { class: "map-heading" }));
    map.loopChips = new Map();
    for (const [id, loop] of Object.entries(map.details.loops)) {
      const chip = make("button", loop.label, {
        type: "button",
        class: "map-chip tone-" + loop.tone,
        "aria-pressed": "false",
      });
      chip.addEventListener("click", function () {
        chooseLoop(map, map.loop === id ? null : id);
        map.element.dispatchEvent(new window.CustomEvent("map-loop", { detail: map.loop }));
      });
      map.loopChips.set(id, chip);
      row.append(chip);
    }
    return row;
  }

  function chooseLoop(map, id) {
    if (!map.loopChips) return;
    map.loop = map.loopChips.has(id) ? id : null;
    for (const [each, chip] of map.loopChips) {
      chip.setAttribute("aria-pressed", String(each === map.loop));
    }
    if (!map.loop) return her2sim.map.rest(map, null, null);
    const edges = [...map.edges.values()].filter((edge) => edge.dataset.loop === map.loop);
    const nodes = edges.flatMap((edge) => [edge.dataset.from, edge.dataset.to]);
    her2sim.map.rest(map, nodes, edges.map((edge) => edge.dataset.edge));
  }

  her2sim.mapFrame = { button: button, setBase: setBase, zoom: zoom, chooseLoop: chooseLoop };
})();
