// The answer's way onto the Explore page: texts, verdict and tables.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const byId = (id) => document.getElementById(id);

  const { make, row, say, table } = her2sim;

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
  function show(answer) {
    latest = answer;
    const hours = new URLSearchParams(answer.query).get("t");
    showVerdict(answer.verdict);
    her2sim.showMap(answer);
    her2sim.drawCharts(answer.charts);
    showReadouts(answer.readouts, hours);
    showRules(answer.rules);
    say("code-python", answer.python);
    say("code-command", answer.command);
    byId("csv-link").setAttribute("href", answer.csv);
    her2sim.showPins(answer.pin);
  }

  her2sim.pages["/explore"] = { show: show };
})();
