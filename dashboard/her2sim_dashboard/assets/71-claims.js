// The claims on the Model page: their verdicts, what was measured, and the job that tests them.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const make = her2sim.make;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];

  const PATH = "/model/claims";
  const JOB = "claims";

  let claims = null;
  // What is asked for, {q, vd}, and what to do once other claims are shown; 72-model.js sets both.
  let now = { q: "", vd: "all" };
  let whenShown = () => {};

  // Take claims as the server tells them; those without verdicts are tested.
  function take(found) {
    if (!byId("claims-list")) return;
    claims = found;
    if (!claims.tested) test();
    showClaims();
  }

  function test() {
    byId("claims-run").hidden = true;
    her2sim.job(JOB, PATH, "", {
      result: function (found) {
        take(found);
        const counts = found.verdicts.map((each) => each.count + " " + each.plural).join(", ");
        her2sim.speak("All claims are tested: " + counts + ".");
      },
      failed: () => (byId("claims-run").hidden = false),
    });
  }

  const verdictOf = (id) => claims.verdicts.find((each) => each.id === id);

  function showClaims() {
    byId("claims-run").hidden = claims.tested || her2sim.jobRunning(JOB);
    byId("verdict-filter").replaceChildren(...(claims.tested ? choices() : []));
    for (const bar of all(".verdict-bar")) bar.replaceChildren(...(claims.tested ? segments() : []));
    if (claims.tested) byId("claims-brief").textContent = brief();
    const open = all(".claim[open] .claim-id").map((each) => each.textContent);
    const items = claims.claims.map(claimItem);
    items.forEach((item, index) => (item.open = open.includes(claims.claims[index].id)));
    byId("claims-list").replaceChildren(...items);
    search();
    openJudged();
  }

  function brief() {
    const total = claims.verdicts.reduce((sum, each) => sum + each.count, 0);
    const counts = claims.verdicts.map((each) => each.count + " " + each.plural);
    return (
      claims.claims.length + " claims make " + total + " expectations: " + counts.join(", ") +
      ". What is missed or disputed stays on the list, with its reason."
    );
  }

  function segments() {
    return claims.verdicts
      .filter((each) => each.count)
      .map(function (each) {
        const made = make("button", null, {
          type: "button",
          class: "share " + each.tone,
          "data-verdict": each.id,
          "aria-label": "Show the findings that are: " + each.label,
          title: each.label + ": " + each.count,
        });
        made.style.flexGrow = each.count;
        made.append(make("span", each.count));
        return made;
      });
  }

  function choices() {
    const total = claims.verdicts.reduce((sum, each) => sum + each.count, 0);
    const every = { id: "all", plural: "all", count: total, meaning: "" };
    return [every, ...claims.verdicts].map(function (each) {
      const made = make("button", null, {
        type: "button",
        class: "verdict-choice " + (each.tone || ""),
        "data-verdict": each.id,
        "aria-pressed": "false",
      });
      if (each.meaning) made.title = each.meaning;
      if (each.icon) made.append(make("span", each.icon, { "aria-hidden": "true" }), " ");
      made.append(make("strong", each.count), " " + each.plural);
      return made;
    });
  }

  function claimItem(claim) {
    const item = make("details", null, { class: "claim" });
    const head = make("summary");
    head.append(make("span", claim.id, { class: "claim-id" }));
    const words = make("span", null, { class: "claim-text" });
    words.append(claim.claim);
    if (claim.kind !== "claim") words.append(" ", make("span", claim.kind, { class: "chip" }));
    head.append(words, tally(claim));
    const body = make("ol", null, { class: "findings" });
    item.append(head, body);
    return item;
  }

  function tally(claim) {
    const made = make("span", null, { class: "tally" });
    if (!claims.tested) {
      made.append(make("span", claim.findings.length + " to test", { class: "chip" }));
      return made;
    }
    for (const each of claims.verdicts) {
      const count = claim.findings.filter((finding) => finding.verdict === each.id).length;
      if (!count) continue;
      const text = each.icon + " " + count;
      const chip = make("span", text, { class: "chip " + each.tone });
      chip.append(make("span", " " + (count > 1 ? each.plural : each.label), { class: "tally-word" }));
      made.append(chip);
    }
    return made;
  }

  function findingItem(finding) {
    const made = make("li", null, { class: "finding" });
    const verdict = verdictOf(finding.verdict);
    const head = make("p", null, { class: "finding-head" });
    if (verdict) {
      const text = verdict.icon + " " + verdict.label;
      head.append(make("span", text, { class: "chip " + verdict.tone }));
    }
    head.append(make("span", finding.expectation));
    const facts = make("dl");
    const fact = (name, ...value) => {
      const dd = make("dd");
      dd.append(...value);
      facts.append(make("dt", name), dd);
    };
    if (verdict) fact("measured", make("strong", finding.measured));
    const sides = (texts) => texts.map((each) => make("span", each, { class: "side" }));
    fact(finding.required.length > 1 ? "papers" : "required", ...sides(finding.required));
    if (finding.why) fact("why", finding.why);
    if (finding.detail.length) fact("detail", ...sides(finding.detail));
    fact("source", ...finding.source.map(her2sim.tables.part));
    made.append(head, facts);
    return made;
  }

  const wordsOf = (parts) => parts.map((each) => each.text || each).join("");
  function findingText(each) {
    const texts = [each.expectation, each.measured, ...each.required, each.why, ...each.detail];
    return [...texts, wordsOf(each.source)].join(" \n ");
  }

  // A claim is found by its own words with all its findings, or by those findings that fit.
  function found(claim, fits) {
    const own = [claim.id, claim.kind, claim.claim, wordsOf(claim.source)].join(" \n ");
    const whole = fits(her2sim.tables.plain(own));
    return claim.findings.filter(function (each) {
      const judged = now.vd === "all" || !claims.tested || each.verdict === now.vd;
      return judged && (whole || fits(her2sim.tables.plain(own + " \n " + findingText(each))));
    });
  }

  function search() {
    if (!claims) return;
    const fits = her2sim.tables.matcher(now.q);
    let shown = 0;
    [...byId("claims-list").querySelectorAll(".claim")].forEach(function (item, index) {
      const findings = found(claims.claims[index], fits);
      item.hidden = findings.length === 0;
      item.findings = findings;
      shown += item.hidden ? 0 : 1;
      fillClaim(item);
    });
    const none = byId("claims-list").querySelector(".table-empty");
    if (none) none.remove();
    if (!shown) byId("claims-list").append(make("p", "No claim fits.", { class: "table-empty hint" }));
    byId("claims-count").textContent = shown;
    for (const button of all("#verdict-filter [data-verdict]")) {
      button.setAttribute("aria-pressed", String(button.dataset.verdict === now.vd));
    }
    whenShown();
  }

  // The findings are made when they are first looked at: two hundred at once are felt.
  function fillClaim(item) {
    const body = item.querySelector(".findings");
    body.replaceChildren(...(item.open ? item.findings.map(findingItem) : []));
  }

  // Who asks for one kind of verdict wants to read what it is about.
  function openJudged() {
    if (now.vd === "all" || !claims.tested) return;
    for (const item of all("#claims-list .claim:not([hidden])")) item.open = true;
  }

  document.addEventListener(
    "toggle",
    function (event) {
      if (!event.target.classList.contains("claim")) return;
      fillClaim(event.target);
      whenShown();
    },
    true,
  );

  document.addEventListener("click", function (event) {
    const target = event.target.closest("#claims-run,[data-stop-job=claims]");
    if (!target) return;
    if (target.id === "claims-run") test();
    else byId("claims-run").hidden = false;
  });

  her2sim.claims = {
    begin(settings, shown) {
      claims = null;
      now = settings;
      whenShown = shown;
    },
    take,
    search,
    openJudged,
  };
})();
