// The Model page: its views, the tables, and one search over tables and claims.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];

  const PATH = "/model";
  const PLACE = "model-table";
  const SETTLED_MS = 300;

  // What the page shows now, and what it was given; both begin anew with each visit.
  let now = { see: "overview", q: "", tab: "", ev: "all", vd: "all" };
  let defaults = {};
  let tables = null;
  let timer = 0;

  her2sim.pages[PATH] = { show: arrive };

  function arrive(answer) {
    if (!byId("model-search") || answer.turn) return;
    now = Object.assign({}, answer.settings);
    defaults = answer.defaults;
    her2sim.claims.begin(now, mark);
    showView();
    get(PATH + "/tables.json", function (found) {
      tables = found;
      if (!tables[now.tab]) now.tab = Object.keys(tables)[0];
      byId("evidence-filter").value = now.ev;
      showTable();
    });
    if (byId("claims-list")) get(PATH + "/claims.json", her2sim.claims.take);
  }

  async function get(address, take) {
    try {
      const answer = await window.fetch(address);
      if (!answer.ok) throw new Error("status " + answer.status);
      const found = await answer.json();
      if (byId("model-search")) take(found);
    } catch {
      const text = "Part of this page could not be loaded. Reload it to try again.";
      if (byId("model-search")) her2sim.fail(text);
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

  // --- what is done to the page -------------------------------------------------------------

  function search(text) {
    change({ q: text.trim() });
    // The overview has nothing to find.
    if (now.q && now.see === "overview") see("tables");
    searchTables();
    her2sim.claims.search();
  }

  function chooseVerdict(id) {
    change({ vd: now.vd === id ? "all" : id });
    her2sim.claims.search();
    her2sim.claims.openJudged();
    her2sim.speak(byId("claims-count").textContent + " claims shown.");
    if (now.see !== "claims") lead("claims");
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
      "[data-tab],[data-verdict],[data-evidence],[data-find],[data-see],[data-to]",
    );
    if (!target) return;
    if (target.dataset.tab) chooseTab(target.dataset.tab);
    else if (target.dataset.verdict) chooseVerdict(target.dataset.verdict);
    else if (target.dataset.find) find(target.dataset.find);
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
