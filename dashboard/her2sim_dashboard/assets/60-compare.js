// The answer's way onto the Compare page: cells, curves, tables, and the steps between states.
//
// Every step (duplicate, remove, move, add) is a link whose address the server has written. It is
// followed in place, as a change like any other, so that one press is one entry to undo.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make, say } = her2sim;
  const byId = (id) => document.getElementById(id);

  const PATH = "/compare";
  const CHARTS = "compare-chart";
  const CHANGES = "compare-changes";
  // Keys of the address that the server's links know as they were when the page was asked for.
  const BROWSERS_OWN = ["cpd", "cpt"];
  // Room at the right of a chart for the letters at the ends of the lines.
  const LETTER_PX = 20;

  const narrow = window.matchMedia("(max-width: 719px)");

  const reasons = new Map(); // whether the visitor wants to see why, by letter
  let latest = null;
  let afterwards = null; // what to do once the answer to a step is there

  // --- cells --------------------------------------------------------------------------------

  // The letter in its cell's colour, with the dash of its line.
  function badge(place, letter) {
    const made = make("span", null, { class: "cell-badge", "data-place": place });
    made.append(make("span", letter, { class: "cell-letter" }), sample(place));
    return made;
  }

  function sample(place) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    const line = document.createElementNS(space, "line");
    for (const [name, value] of [["x1", 0], ["x2", 36], ["y1", 2], ["y2", 2]]) {
      line.setAttribute(name, value);
    }
    picture.setAttribute("viewBox", "0 0 36 4");
    picture.setAttribute("class", "cell-line");
    picture.setAttribute("data-place", place);
    picture.setAttribute("aria-hidden", "true");
    picture.append(line);
    return picture;
  }

  function heading(cell, place) {
    const made = make("header");
    const title = make("h2", null, { id: "cell-" + cell.letter, tabindex: "-1" });
    title.append(
      make("span", "Cell " + cell.letter + ": ", { class: "unseen" }),
      make("span", cell.title, { class: "cell-title" }),
      make("span", cell.treatment, { class: "cell-treatment" }),
    );
    made.append(badge(place, cell.letter), title);
    return made;
  }

  function verdict(cell) {
    const { label, icon, grounds } = cell.verdict;
    const line = make("p", null, { class: "cell-verdict" });
    line.append(
      make("span", icon, { class: "verdict-icon", "aria-hidden": "true" }),
      make("span", label, { class: "cell-verdict-label" }),
    );
    if (!grounds.length) return [line];
    const list = make("ul", null, { class: "verdict-grounds" });
    for (const [reads, value, limits] of grounds) {
      const item = make("li", reads + ": ");
      item.append(make("strong", value), " (" + limits + ")");
      list.append(item);
    }
    const why = make("details", null, { "data-why": cell.letter });
    why.append(make("summary", "Why this verdict"), list);
    return [line, why];
  }

  function keyReadouts(cell) {
    if (!cell.key.length) return [];
    const list = make("dl", null, { class: "cell-keys" });
    for (const [label, value, judged] of cell.key) {
      const pair = make("div", null, judged ? {} : { class: "drawn" });
      pair.append(make("dt", label), make("dd", value));
      list.append(pair);
    }
    return [list, make("p", latest.scale, { class: "hint cell-scale" })];
  }

  function step(text, label, query, then, kind) {
    return make("a", text, {
      href: PATH + "?" + query,
      "data-step": then,
      "aria-label": label,
      title: label,
      class: "button small" + (kind ? " " + kind : ""),
    });
  }

  function actions(cell, place) {
    const made = make("div", null, { class: "cell-actions" });
    const name = "cell " + cell.letter;
    const edit = make("button", "Edit", {
      type: "button",
      class: "button small",
      "data-edit": place,
      "aria-label": "Edit " + name,
      "aria-expanded": String(her2sim.cellEditor.open() === place),
    });
    made.append(edit);
    const { copy, left, right, remove } = cell.steps;
    const last = latest.cells.length;
    if (copy) {
      const label = "Duplicate " + name + " and change the copy";
      made.append(step("Duplicate", label, copy, "edit " + last));
    }
    made.append(
      make("a", "Explore", {
        href: "/explore?" + cell.explore,
        "data-page": "/explore",
        "aria-label": "Open " + name + " in Explore",
        title: "Open " + name + " in Explore",
        class: "button small",
      }),
    );
    const tools = make("span", null, { class: "cell-tools" });
    if (left) tools.append(step("←", "Move " + name + " left", left, "left " + (place - 1), "icon"));
    if (right) {
      tools.append(step("→", "Move " + name + " right", right, "right " + (place + 1), "icon"));
    }
    if (remove) {
      const next = Math.min(place, last - 2);
      tools.append(step("✕", "Remove " + name, remove, "head " + next, "icon"));
    }
    made.append(tools);
    return made;
  }

  function fillCard(card, cell, place) {
    const focused = card.contains(document.activeElement) && keyOf(document.activeElement);
    // While there is room the reason stands open, unless its reader has said otherwise.
    const roomy = latest.cells.length < 4 && !narrow.matches;
    const open = reasons.has(cell.letter) ? reasons.get(cell.letter) : roomy;
    const more = cell.more.filter(Boolean).map((text) => make("p", text, { class: "cell-more" }));
    const said = cell.problem ? [make("p", cell.problem, { class: "cell-problem" })] : [];
    const [line, why] = verdict(cell);
    card.dataset.tone = cell.verdict.tone;
    card.setAttribute("aria-labelledby", "cell-" + cell.letter);
    const body = [heading(cell, place), ...more, line, ...said, ...keyReadouts(cell)];
    card.replaceChildren(...body, ...(why ? [why] : []), actions(cell, place));
    if (why) why.open = open;
    if (focused) focusOn(card, focused);
  }

  // What stands for a control when its card is filled anew.
  const keyOf = (element) =>
    element.dataset.edit !== undefined
      ? "[data-edit]"
      : element.tagName === "SUMMARY"
        ? "summary"
        : element.tagName === "H2"
          ? "h2"
          : '[title="' + element.title + '"]';

  function focusOn(card, key) {
    (card.querySelector(key) || card.querySelector("h2")).focus();
  }

  // Cards are kept and filled: one that is replaced would take the focus with it.
  function showCells(cells) {
    const row = byId("compare-cells");
    const cards = [...row.querySelectorAll(".cell-card")];
    for (const spare of cards.slice(cells.length)) spare.remove();
    cells.forEach(function (cell, place) {
      let card = cards[place];
      if (!card) {
        card = make("article", null, { class: "card cell-card", "data-place": place });
        row.insertBefore(card, byId("compare-add"));
      }
      fillCard(card, cell, place);
    });
  }

  // --- suggestions --------------------------------------------------------------------------

  function suggestion(item, place) {
    const link = make("a", null, {
      href: PATH + "?" + item.query,
      "data-step": "head " + place,
      class: "suggestion",
    });
    link.append(
      make("span", item.label, { class: "suggestion-label" }),
      make("span", " " + item.why, { class: "suggestion-why" }),
    );
    return link;
  }

  function groupOf(group, place) {
    const made = make("div", null, { class: "suggestion-group" });
    const list = make("ul");
    for (const item of group.items) {
      const entry = make("li");
      entry.append(suggestion(item, place));
      list.append(entry);
    }
    const several = group.items.some((item) => item.count > 1);
    if (several) made.dataset.several = "true";
    made.append(make("h3", group.title), list);
    return made;
  }

  function showSuggestions(answer) {
    const row = byId("compare-cells");
    let place = byId("compare-add");
    if (!place) row.append((place = make("section", null, { id: "compare-add", class: "card" })));
    const alone = answer.cells.length === 1;
    place.hidden = answer.room === 0;
    place.setAttribute("aria-label", alone ? "Start comparing" : "Add a cell");
    const head = [make("h2", alone ? "What would you like to put beside it?" : "Add a cell")];
    if (alone) {
      const text =
        "Up to four cells stand side by side on one scale, with their curves, maps and numbers. " +
        "Pick one of these, or duplicate cell A and change the copy.";
      head.push(make("p", text, { class: "hint" }));
    }
    const order = [...answer.suggestions].sort((a, b) => severalFirst(b) - severalFirst(a));
    const groups = make("div", null, { class: "suggestion-groups" });
    groups.append(...order.map((group) => groupOf(group, answer.cells.length)));
    const focused = place.contains(document.activeElement);
    place.replaceChildren(...head, groups);
    if (focused && !afterwards) place.querySelector("a").focus();
  }

  const severalFirst = (group) => Number(group.items.some((item) => item.count > 1));

  // --- curves -------------------------------------------------------------------------------

  function showLegend(answer) {
    const entries = answer.lines.map(function (line, place) {
      const entry = make("li", null, { "data-place": place });
      entry.append(sample(place), line.name);
      return entry;
    });
    byId("compare-legend").replaceChildren(...entries);
  }

  function figureOf(chart, answer) {
    const { layout, lines, hours } = answer;
    const trace = (values, place) => ({
      type: "scatter",
      mode: "lines",
      name: lines[place].name,
      x: hours,
      y: values || [],
      line: { color: lines[place].color, dash: lines[place].dash, width: 2.6 },
      hovertemplate: "%{y:.3~g}",
    });
    const heights = new Map(chart.marks);
    // One for every cell, because the style sheet colours them by their place.
    const letter = (cell, place) => ({
      visible: heights.has(place),
      text: "<b>" + cell.letter + "</b>",
      x: 1,
      xref: "paper",
      xanchor: "left",
      xshift: 3,
      y: heights.get(place),
      yanchor: "middle",
      showarrow: false,
      font: { color: lines[place].color, size: 13 },
    });
    return {
      title: chart.title,
      axis: chart.axis,
      summary: chart.summary,
      data: chart.values.map(trace),
      layout: Object.assign({}, layout, {
        margin: Object.assign({}, layout.margin, { r: LETTER_PX }),
        yaxis: Object.assign({}, layout.yaxis, { range: chart.range }),
        shapes: chart.one ? layout.shapes : [],
        annotations: answer.cells.map(letter),
      }),
    };
  }

  // --- tables -------------------------------------------------------------------------------

  // The order that the visitor chose stays when the numbers change.
  function showChanges(content) {
    const heads = () => [...byId(CHANGES).querySelectorAll("thead th")];
    const sorted = heads().find((each) => each.getAttribute("aria-sort") !== "none");
    const [label, direction] = sorted
      ? [sorted.textContent, sorted.getAttribute("aria-sort")]
      : ["", ""];
    const made = her2sim.tables.fill(CHANGES, content);
    const again = heads().findIndex((each) => label && each.textContent === label);
    if (again >= 0) her2sim.tables.sort(made, again, direction);
    const box = document.querySelector('[data-searches="' + CHANGES + '"]');
    const input = box && (box.matches("input") ? box : box.querySelector("input"));
    if (input && input.value) her2sim.tables.filter(CHANGES, input.value);
  }

  function showSettings(answer) {
    const rows = answer.settings.map(function ({ label, texts, differs }) {
      if (differs) {
        return her2sim.row(label, texts.map((text) => [text, text === texts[0] ? "text" : "differs"]));
      }
      const made = her2sim.row(label, [[texts[0] + ", in all", "text"]]);
      made.className = "shared";
      made.lastElementChild.colSpan = texts.length;
      return made;
    });
    const letters = answer.cells.map((cell) => cell.letter);
    const table = her2sim.table("", ["Setting", ...letters], [rows]);
    table.className = "settings";
    byId("compare-settings").replaceChildren(table);
  }

  // --- the answer ---------------------------------------------------------------------------

  function show(answer) {
    latest = answer;
    const root = byId("compare");
    root.dataset.count = answer.cells.length;
    showSuggestions(answer);
    showCells(answer.cells);
    if (answer.cells.length > 1) {
      showLegend(answer);
      her2sim.drawCharts(answer.charts.map((chart) => figureOf(chart, answer)), CHARTS);
      showChanges(answer.changes);
      showSettings(answer);
    }
    if (her2sim.compareMaps) her2sim.compareMaps(answer);
    say("code-python", answer.python);
    say("code-command", answer.command);
    byId("csv-link").setAttribute("href", answer.csv);
    her2sim.cellEditor.follow(answer);
    then();
  }

  function settled(answer) {
    her2sim.cellEditor.settled(answer);
  }

  // --- steps --------------------------------------------------------------------------------

  // "edit 3": open the editor of the fourth cell; "head 1": go to the heading of the second.
  function then() {
    if (!afterwards || afterwards.before === latest.query) return;
    const [what, place] = afterwards.then.split(" ");
    afterwards = null;
    const card = document.querySelector('.cell-card[data-place="' + place + '"]');
    if (!card) return;
    if (what === "edit") her2sim.cellEditor.edit(Number(place));
    else if (what === "head") card.querySelector("h2").focus();
    else focusOn(card, '[title$=" ' + what + '"]');
  }

  function go(link) {
    afterwards = { then: link.dataset.step, before: latest.query };
    her2sim.cellEditor.close(false);
    her2sim.goTo(link.search, BROWSERS_OWN);
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-step]");
    if (link && her2sim.isPlainClick(event)) {
      event.preventDefault();
      go(link);
      return;
    }
    const why = event.target.closest("[data-why] > summary");
    if (why) reasons.set(why.parentElement.dataset.why, !why.parentElement.open);
    const button = event.target.closest("[data-edit]");
    if (button) her2sim.cellEditor.toggle(Number(button.dataset.edit));
  });

  // --- emphasis -----------------------------------------------------------------------------

  // What belongs to a cell stands out while the pointer or the focus is on any part of it.
  function emphasise(event) {
    const root = byId("compare");
    if (!root) return;
    const part = event.target.closest && event.target.closest("#compare [data-place]");
    if (part) root.dataset.emphasis = part.dataset.place;
    else delete root.dataset.emphasis;
  }
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, emphasise);

  her2sim.pages[PATH] = { show: show, settled: settled };
  her2sim.cellBadge = badge;
})();
