// Explore beyond the curves: why a cell resists, and what would reverse it. Both are long work that
// begins once a change has settled and its card can be seen.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make, say } = her2sim;
  const byId = (id) => document.getElementById(id);

  const CELL = ["g", "b", "k", "l", "d", "t"];
  const MAP = "map";

  // What each card asks for: the keys of the address its answer depends on, all without any.
  const CARDS = {
    why: { path: "/explore/why", keys: [...CELL, "exv"], show: showWhy },
    reverse: { path: "/explore/reverse", keys: null, show: showReverse },
  };
  const shown = {}; // by card, what the answer on it belongs to
  const waiting = new Map(); // by element of a card, what to do once it can be seen

  function keyOf(card, query) {
    if (!card.keys) return query;
    const settings = new URLSearchParams(query);
    return card.keys.map((key) => key + "=" + (settings.get(key) || "")).join("&");
  }

  const cardAt = (name) => {
    const headline = byId(name + "-headline");
    return headline && headline.closest(".card");
  };

  // A moving slider stops the work; what it had found is dimmed, as it belongs to another cell.
  function moved(answer) {
    for (const [name, card] of Object.entries(CARDS)) {
      const element = cardAt(name);
      if (!element) continue;
      const isOld = shown[name] !== keyOf(card, answer.query);
      if (isOld) her2sim.quiet(name);
      if (isOld) waiting.delete(element);
      element.classList.toggle("outdated", isOld);
    }
  }

  function settled(answer) {
    for (const [name, card] of Object.entries(CARDS)) {
      const element = cardAt(name);
      const key = keyOf(card, answer.query);
      if (!element) continue;
      if (element.dataset.key !== key) {
        waiting.set(element, () => ask(name, card, element, key, answer));
        // Observed anew: the watcher tells at once whether it can be seen.
        watcher.unobserve(element);
        watcher.observe(element);
      }
    }
  }

  const watcher = new window.IntersectionObserver(
    function (entries) {
      for (const entry of entries) {
        const act = entry.isIntersecting && waiting.get(entry.target);
        if (!act) continue;
        waiting.delete(entry.target);
        act();
      }
    },
    { rootMargin: "300px" },
  );

  function ask(name, card, element, key, answer) {
    if (name === "reverse" && !["bad", "warn"].includes(answer.verdict.tone)) {
      return arrive(name, card, element, key, { nothing: NOTHING_TO_REVERSE });
    }
    return her2sim.job(name, card.path, answer.query, {
      result: (found) => arrive(name, card, element, key, found),
    });
  }

  const NOTHING_TO_REVERSE = "This cell is not resistant, so there is nothing to reverse.";

  function arrive(name, card, element, key, found) {
    shown[name] = key;
    element.dataset.key = key;
    element.classList.remove("outdated");
    card.show(found, element);
  }

  // --- why ----------------------------------------------------------------------------------

  function showWhy(found) {
    unmark();
    say("why-headline", found.nothing || found.headline);
    say("why-share", found.share || "");
    say("why-rest", found.rest || "");
    byId("why-steps").replaceChildren(...(found.steps || []).map(step));
  }

  function step(each) {
    const item = make("li", null, { class: each.bar < 0 ? "why-step against" : "why-step" });
    const head = make("div", null, { class: "step-head" });
    const numbers = make("span", null, { class: "step-numbers" });
    numbers.append(make("strong", each.share), " " + each.weight);
    head.append(named(each, item), numbers);
    const bar = make("div", null, { class: "step-bar", "aria-hidden": "true" });
    const fill = make("span");
    fill.style.width = 50 * Math.abs(each.bar) + "%";
    fill.style.left = each.bar < 0 ? 50 - 50 * Math.abs(each.bar) + "%" : "50%";
    bar.append(fill);
    item.append(head, bar, make("p", each.text));
    if (each.source.length) {
      const source = make("p", "Source: ", { class: "hint" });
      source.append(...linked(each.source));
      item.append(source);
    }
    return item;
  }

  // Texts, and links that leave the site; nothing is asked of another site before a click.
  const linked = (parts) => parts.map((part) => her2sim.part(part));

  // The name of a step marks its places on the map: for good by a click, else while it is pointed at.
  let pinned = null;

  function named(each, item) {
    const { nodes, edges } = each.marks;
    if (!nodes.length || !byId(MAP) || !her2sim.map) {
      return make("span", each.label, { class: "step-name" });
    }
    const button = make("button", each.label, {
      type: "button",
      class: "step-name",
      "aria-pressed": "false",
      title: "Show on the map",
    });
    const mark = () => her2sim.map.highlight(byId(MAP), nodes, edges);
    const release = () => (pinned ? pinned.mark() : her2sim.map.clear(byId(MAP)));
    item.addEventListener("mouseenter", mark);
    item.addEventListener("mouseleave", release);
    button.addEventListener("focus", mark);
    button.addEventListener("blur", release);
    button.addEventListener("click", function () {
      const again = pinned && pinned.button === button;
      unmark();
      if (again) return;
      pinned = { button: button, mark: mark };
      button.setAttribute("aria-pressed", "true");
      mark();
      byId(MAP).scrollIntoView({ block: "nearest", behavior: "smooth" });
      her2sim.speak(each.label + " is marked on the map.");
    });
    return button;
  }

  function unmark() {
    if (pinned) pinned.button.setAttribute("aria-pressed", "false");
    pinned = null;
    if (byId(MAP) && her2sim.map) her2sim.map.clear(byId(MAP));
  }

  // --- what would reverse it ----------------------------------------------------------------

  function showReverse(found) {
    say("reverse-headline", found.nothing || found.headline);
    const note = byId("reverse-note");
    note.replaceChildren(...linked(found.note || []));
    note.closest("details").hidden = !found.note;
    const place = byId("reverse-rows");
    if (found.nothing) return void place.replaceChildren();
    const first = found.rows.filter((row, index) => found.first[index]);
    const rest = found.rows.filter((row, index) => !found.first[index]);
    place.replaceChildren(list(first));
    if (rest.length) place.append(fold("The other " + rest.length + " sets of drugs", list(rest)));
    if (found.knockouts) {
      place.append(make("h3", "Knock-outs"), make("p", found.knockouts.headline, { class: "hint" }));
      place.append(list(found.knockouts.rows));
    }
  }

  function fold(title, content) {
    const made = make("details");
    made.append(make("summary", title), content);
    return made;
  }

  function list(rows) {
    const made = make("ol", null, { class: "reversals" });
    made.append(...rows.map(reversal));
    return made;
  }

  function reversal(row) {
    const item = make("li");
    const [before, after, goal] = row.effect;
    const effect = make("p", row.readout + " ");
    effect.append(before + " → ", make("strong", after));
    effect.append(row.restored ? " (goal " + goal + " ✓)" : " (goal " + goal + ")");
    const chips = make("p", null, { class: "chips" });
    if (row.verdict) chips.append(chip(row.verdict[0] + " " + row.verdict[1], row.verdict[2]));
    if (row.reach) chips.append(chip(row.reach[0], row.reach[1]));
    if (row.normal.length) chips.append(chip(row.normal[0], row.normal[1]));
    const title = row.regimen.charAt(0).toUpperCase() + row.regimen.slice(1);
    item.append(make("h3", title), make("p", row.kind, { class: "hint" }), effect, chips);
    const details = [];
    if (row.reach) details.push("Unbound over the highest in patients: " + row.reach[2]);
    if (row.normal.length) details.push("normal cells keep " + row.normal[2]);
    if (details.length) item.append(make("p", details.join("; ") + ".", { class: "hint" }));
    item.append(actions(row));
    return item;
  }

  const chip = (text, tone) => make("span", text, { class: "chip " + tone });

  function actions(row) {
    const place = make("p", null, { class: "buttons" });
    const link = (text, address, what) =>
      make("a", text, {
        href: address,
        class: "button small",
        "data-page": address.split("?")[0],
        "aria-label": what + ": " + row.regimen,
      });
    place.append(link("Apply", row.apply, "Apply"));
    if (row.compare) place.append(link("Compare", row.compare, "Compare with this cell"));
    return place;
  }

  her2sim.join("/explore", { show: moved, settled: settled });
})();
