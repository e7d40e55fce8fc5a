// The Model page: claims with their verdicts, the tables, and one search over both.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const make = her2sim.make;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];

  const PATH = "/model";
  const PLACE = "model-table";
  const JOB = "claims";
  const SETTLED_MS = 300;

  // What the page shows now, and what it was given; both begin anew with each visit.
  let now = { see: "overview", q: "", tab: "", ev: "all", vd: "all" };
  let defaults = {};
  let tables = null;
  let claims = null;
  let timer = 0;

  her2sim.pages[PATH] = { show: arrive };

  function arrive(answer) {
    if (!byId("model-search") || answer.turn) return;
    now = Object.assign({}, answer.settings);
    defaults = answer.defaults;
    claims = null;
    showView();
    get(PATH + "/tables.json", function (found) {
      tables = found;
      if (!tables[now.tab]) now.tab = Object.keys(tables)[0];
      byId("evidence-filter").value = now.ev;
      showTable();
    });
    if (byId("claims-list")) get(PATH + "/claims.json", takeClaims);
  }

  async function get(address, take) {
    try {
      const answer = await window.fetch(address);
      if (!answer.ok) throw new Error("status " + answer.status);
      const found = await answer.json();
      if (byId("model-search")) take(found);
    } catch (error) {
      her2sim.fail("The tables could not be loaded. Reload the page to try again.");
      throw error;
    }
  }

  // A change of what is shown: into the address after a moment, without an entry of its own.
  function change(changes) {
    Object.assign(now, changes);
    window.clearTimeout(timer);
    timer = window.setTimeout(remember, SETTLED_MS);
  }

  function remember() {
    if (!byId("model-search")) return;
    const said = Object.entries(now).map(([key, text]) => [key, text === defaults[key] ? "" : text]);
    her2sim.remember(Object.fromEntries(said));
  }

  function showView() {
    for (const button of all("[data-see]")) {
      const seen = button.dataset.see === now.see;
      byId(button.dataset.see).hidden = !seen;
      if (seen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  function see(name) {
    if (now.see === name) return;
    change({ see: name });
    showView();
    mark();
  }

  // --- tables -------------------------------------------------------------------------------

  function showTable() {
    const content = tables[now.tab];
    her2sim.tables.fill(PLACE, content);
    byId("table-caption").textContent = content.caption;
    byId(PLACE).setAttribute("aria-label", content.caption);
    byId(PLACE).dataset.file = byId(PLACE).dataset.file.replace(/\w+\.csv$/, now.tab + ".csv");
    byId("tab-panel").setAttribute("aria-labelledby", "tab-" + now.tab);
    byId(PLACE).scrollTo(0, 0);
    for (const tab of all("[data-tab]")) {
      const chosen = tab.dataset.tab === now.tab;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    searchTables();
  }

  function searchTables() {
    if (!tables) return;
    const at = tables[now.tab].columns.findIndex((column) => column.id === "evidence");
    const select = byId("evidence-filter");
    select.hidden = at < 0;
    const label = [...select.options].find((each) => each.value === now.ev);
    const where = at < 0 || now.ev === "all" ? {} : { [at]: [label.textContent] };
    her2sim.tables.filter(PLACE, now.q, where);
    let total = 0;
    for (const tab of all("[data-tab]")) {
      const found = her2sim.tables.count(tables[tab.dataset.tab], now.q);
      total += found;
      tab.querySelector(".tab-count").textContent = found;
      tab.classList.toggle("without", now.q !== "" && found === 0);
    }
    byId("tables-count").textContent = total;
    mark();
  }

  const mark = () => her2sim.tables.mark([byId(PLACE), byId("claims-list")], now.q);

  function chooseTab(name) {
    change({ tab: name });
    showTable();
  }

  // --- claims -------------------------------------------------------------------------------

  function takeClaims(found) {
    if (!byId("claims-list")) return;
    claims = found;
    if (!claims.tested) test();
    showClaims();
  }

  function test() {
    byId("claims-run").hidden = true;
    her2sim.job(JOB, PATH + "/claims", "", {
      result: function (found) {
        takeClaims(found);
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
    searchClaims();
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
    if (verdict) head.append(make("span", verdict.icon + " " + verdict.label, { class: "chip " + verdict.tone }));
    head.append(make("span", finding.expectation));
    const facts = make("dl");
    const fact = (name, ...value) => {
      const dd = make("dd");
      dd.append(...value);
      facts.append(make("dt", name), dd);
    };
    if (verdict) fact("measured", make("strong", finding.measured));
    const sides = finding.required.map((each) => make("span", each, { class: "side" }));
    fact(finding.required.length > 1 ? "papers" : "required", ...sides);
    if (finding.why) fact("why", finding.why);
    if (finding.detail.length) fact("detail", ...finding.detail.map((each) => make("span", each, { class: "side" })));
    fact("source", ...finding.source.map(her2sim.tables.part));
    made.append(head, facts);
    return made;
  }

  const wordsOf = (parts) => parts.map((each) => each.text || each).join("");
  const findingText = (each) =>
    [each.expectation, each.measured, ...each.required, each.why, ...each.detail, wordsOf(each.source)].join(" \n ");

  // A claim is found by its own words with all its findings, or by those findings that fit.
  function found(claim, fits) {
    const own = [claim.id, claim.kind, claim.claim, wordsOf(claim.source)].join(" \n ");
    const whole = fits(her2sim.tables.plain(own));
    return claim.findings.filter(function (each) {
      const judged = now.vd === "all" || !claims.tested || each.verdict === now.vd;
      return judged && (whole || fits(her2sim.tables.plain(own + " \n " + findingText(each))));
    });
  }

  function searchClaims() {
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
    mark();
  }

  // The findings are made when they are first looked at: two hundred at once are felt.
  function fillClaim(item) {
    const body = item.querySelector(".findings");
    body.replaceChildren(...(item.open ? item.findings.map(findingItem) : []));
  }

  function chooseVerdict(id) {
    change({ vd: now.vd === id ? "all" : id });
    searchClaims();
    openJudged();
    her2sim.speak(byId("claims-count").textContent + " claims shown.");
    if (now.see !== "claims") lead("claims");
  }

  // Who asks for one kind of verdict wants to read what it is about.
  function openJudged() {
    if (now.vd === "all" || !claims.tested) return;
    for (const item of all("#claims-list .claim:not([hidden])")) item.open = true;
  }

  // --- what is done to the page -------------------------------------------------------------

  function search(text) {
    change({ q: text.trim() });
    // The overview has nothing to find.
    if (now.q && now.see === "overview") see("tables");
    searchTables();
    searchClaims();
  }

  function showEvidence(id) {
    byId("evidence-filter").value = id;
    change({ ev: id });
    chooseTab("parameters");
    lead("tables");
  }

  // To another view, with the focus at its beginning.
  function lead(name) {
    see(name);
    byId(name).querySelector("h2").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  function find(id) {
    const text = '"' + id + '"';
    window.dash_clientside.set_props("model-search", { value: text });
    search(text);
    her2sim.speak(id + " stands in " + byId("tables-count").textContent + " rows.");
    byId("model-search").focus();
  }

  document.addEventListener("click", function (event) {
    if (!byId("model-search")) return;
    const target = event.target.closest(
      "[data-tab],[data-verdict],[data-evidence],[data-find],[data-see],[data-to],#claims-run,[data-stop-job=claims]",
    );
    if (!target) return;
    if (target.dataset.tab) chooseTab(target.dataset.tab);
    else if (target.dataset.verdict) chooseVerdict(target.dataset.verdict);
    else if (target.dataset.find) find(target.dataset.find);
    else if (target.id === "claims-run") test();
    else if (target.dataset.stopJob) byId("claims-run").hidden = false;
    else if (target.dataset.see) see(target.dataset.see);
    else if (target.dataset.to) lead(target.dataset.to);
    else if (target.dataset.evidence) showEvidence(target.dataset.evidence);
  });

  document.addEventListener("input", function (event) {
    if (event.target.id === "model-search") search(event.target.value);
    if (event.target.id !== "evidence-filter") return;
    change({ ev: event.target.value });
    searchTables();
  });

  document.addEventListener(
    "toggle",
    function (event) {
      if (!event.target.classList.contains("claim")) return;
      fillClaim(event.target);
      mark();
    },
    true,
  );

  const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
  document.addEventListener("keydown", function (event) {
    const tab = event.target.closest && event.target.closest("[data-tab]");
    if (!tab) return;
    const tabs = all("[data-tab]");
    const at = tabs.indexOf(tab);
    const ends = { Home: 0, End: tabs.length - 1 };
    const next = STEPS[event.key]
      ? (at + STEPS[event.key] + tabs.length) % tabs.length
      : ends[event.key];
    if (next === undefined) return;
    event.preventDefault();
    chooseTab(tabs[next].dataset.tab);
    tabs[next].focus();
  });
})();
