// The answer's way onto the page: texts, verdict and tables. Everything goes in as text.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const byId = (id) => document.getElementById(id);

  const make = (her2sim.make = function (tag, text, attributes) {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    return made;
  });

  const say = (her2sim.say = function (id, text) {
    const place = byId(id);
    if (place && place.textContent !== text) place.textContent = text;
  });

  function table(caption, columns, bodies) {
    const made = make("table");
    if (caption) made.append(make("caption", caption));
    const head = made.createTHead().insertRow();
    columns.forEach((name, index) => {
      head.append(make("th", name, { scope: "col", class: index ? "number" : "" }));
    });
    for (const rows of bodies) {
      const body = make("tbody");
      body.append(...rows);
      made.append(body);
    }
    return made;
  }

  function row(label, cells) {
    const made = make("tr");
    made.append(make("th", label, { scope: "row" }));
    for (const [text, kind] of cells) made.append(make("td", text, { class: kind || "number" }));
    return made;
  }

  function showProblems(problems) {
    const place = byId("problems");
    if (!problems.length) return place.replaceChildren();
    const list = make("ul");
    list.append(...problems.map((text) => make("li", text)));
    return place.replaceChildren(make("p", "Part of the settings could not be used:"), list);
  }

  function showVerdict(verdict) {
    const line = make("p", null, { class: "verdict-line" });
    line.append(
      make("span", verdict.icon, { class: "verdict-icon", "aria-hidden": "true" }),
      make("span", verdict.label, { id: "verdict-label" }),
    );
    const grounds = make("ul", null, { class: "verdict-grounds" });
    for (const [reads, value, limits] of verdict.grounds) {
      const item = make("li", reads + ": ");
      item.append(make("strong", value), " (" + limits + ")");
      grounds.append(item);
    }
    const judged = table(
      "Both treated; amounts as multiples of the untreated wild type",
      ["Readout", "this cell", "wild type"],
      [verdict.judged.map(([label, cell, wildType]) => row(label, [[cell], [wildType]]))],
    );
    judged.className = "judged";
    const place = byId("verdict");
    place.replaceChildren(line, grounds, ...(verdict.judged.length ? [judged] : []));
    place.closest(".card").dataset.tone = verdict.tone;
  }

  // Only where it can be seen: the fold is closed for most of a slider's way.
  function showRules(rules) {
    if (!byId("rules").closest("details").open) return;
    const rows = rules.map(function ([label, condition, value, outcome, given]) {
      const made = row(label, [[condition, "condition"], [value], [outcome, "condition"]]);
      if (given) made.className = "given";
      return made;
    });
    byId("rules").replaceChildren(table("", ["Verdict", "If", "Here", "Outcome"], [rows]));
  }

  function showReadouts(arms, hours) {
    const columns = [
      "Readout",
      "At " + hours + " h",
      "vs wild type untreated",
      "vs itself untreated",
    ];
    const bodies = arms.map(function ([arm, readouts]) {
      const title = make("tr", null, { class: "arm" });
      title.append(make("th", arm, { colspan: 4, scope: "rowgroup" }));
      return [
        title,
        ...readouts.map(([label, value, toWild, toneWild, toSelf, toneSelf]) =>
          row(label, [[value], [toWild, "number " + toneWild], [toSelf, "number " + toneSelf]]),
        ),
      ];
    });
    const made = table("All readouts of this cell at the end", columns, bodies);
    made.className = "readouts";
    byId("readouts").replaceChildren(...(arms.length ? [made] : []));
  }

  let latest = null;
  document.addEventListener(
    "toggle",
    (event) => latest && event.target.querySelector("#rules") && showRules(latest.rules),
    true,
  );

  // Charts first: they are what moves under the visitor's hand.
  her2sim.show = function (answer) {
    latest = answer;
    const hours = new URLSearchParams(answer.query).get("t");
    say("sentence", answer.sentence);
    showVerdict(answer.verdict);
    her2sim.drawCharts(answer.charts);
    showReadouts(answer.readouts, hours);
    showRules(answer.rules);
    showProblems(answer.problems);
    say("code-python", answer.python);
    say("code-command", answer.command);
    byId("csv-link").setAttribute("href", answer.csv);
  };
})();
