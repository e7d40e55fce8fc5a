// Tables that can be sorted, searched and saved, for every page. `her2sim_dashboard/tables.py`
// makes their places and contents, and says how to use them.
//
// A table is {caption, columns: [{id, label, kind, hint}], rows: [[cell, ...]]}. A cell is a text,
// a number, null, {text, value, tone, href, page, find, chip}, or a list of these. `value` is what
// sorting takes in place of the text; `find` is an id that a click looks for.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const make = her2sim.make;
  const byId = (id) => document.getElementById(id);
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const DIRECTIONS = ["ascending", "descending", "none"];
  // Of a row: its place as given, what a search looks through, and its cells as given.
  const known = new WeakMap();
  // What a search looks through in rows that are not on the page, by the row's cells.
  const looked = new WeakMap();
  const tableAt = (id) => byId(id) && byId(id).querySelector("table");
  const rowsOf = (table) => [...table.tBodies[0].rows];

  // --- filling ------------------------------------------------------------------------------

  function fill(id, content) {
    const place = byId(id);
    if (!place) return null;
    const table = make("table", null, { "data-sortable": "true", class: "data" });
    table.append(make("caption", content.caption, { class: "unseen" }));
    table.createTHead().append(head(content.columns));
    const body = table.createTBody();
    content.rows.forEach((cells, index) => body.append(row(cells, content.columns, index)));
    const empty = make("p", "Nothing here fits.", { class: "table-empty hint" });
    empty.hidden = content.rows.length > 0;
    place.replaceChildren(table, empty);
    tell(id);
    return table;
  }

  function head(columns) {
    const made = make("tr");
    for (const column of columns) {
      const cell = make("th", null, { scope: "col", class: column.kind, "aria-sort": "none" });
      const button = make("button", column.label, { type: "button", class: "sort" });
      if (column.hint) button.title = column.hint;
      cell.append(button);
      made.append(cell);
    }
    return made;
  }

  function row(cells, columns, index) {
    const made = make("tr");
    cells.forEach(function (content, at) {
      const kind = columns[at].kind;
      const cell = at ? make("td") : make("th", null, { scope: "row" });
      if (kind !== "text") cell.className = kind;
      const parts = Array.isArray(content) ? content : [content];
      const first = parts[0] && typeof parts[0] === "object" ? parts[0].value : parts[0];
      if (typeof first === "number") cell.dataset.value = first;
      cell.append(...parts.map(part));
      made.append(cell);
    });
    known.set(made, { index: index });
    return made;
  }

  function part(content) {
    if (content === null || content === undefined) return "";
    if (typeof content !== "object") return String(content);
    if (content.href && content.href.startsWith("https://")) {
      const outside = { href: content.href, target: "_blank", rel: "noreferrer noopener" };
      return make("a", content.text, outside);
    }
    // Only pages of this site: whatever else stands there is shown as text.
    if (content.page && /^\/(?![/\\])/.test(content.page)) {
      const path = content.page.split("?")[0];
      return make("a", content.text, { href: content.page, "data-page": path });
    }
    if (content.find) {
      return make("button", content.text, {
        type: "button",
        class: "find",
        "data-find": content.find,
        title: "Find " + content.find + " everywhere",
      });
    }
    const look = [content.chip ? "chip" : "", content.tone || ""].join(" ").trim();
    return look ? make("span", content.text, { class: look }) : content.text;
  }

  her2sim.part = part;

  // --- sorting ------------------------------------------------------------------------------

  const keyOf = (row, at) => {
    const cell = row.cells[at];
    if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
    return cell.textContent.trim();
  };

  // Numbers before texts; what is missing comes last in either direction.
  function compare(a, b, sign) {
    if (a === "" || b === "") return (a === "") - (b === "");
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return sign * collator.compare(a, b);
  }

  function sort(table, at, direction) {
    const rows = rowsOf(table);
    rows.forEach((each, index) => known.has(each) || known.set(each, { index: index }));
    const place = (each) => known.get(each).index;
    const sign = direction === "descending" ? -1 : 1;
    const keys = new Map(rows.map((each) => [each, keyOf(each, at)]));
    rows.sort(function (a, b) {
      const byKey = direction === "none" ? 0 : compare(keys.get(a), keys.get(b), sign);
      return byKey || place(a) - place(b);
    });
    table.tBodies[0].append(...rows);
    [...table.tHead.rows[0].cells].forEach(function (cell, index) {
      cell.setAttribute("aria-sort", index === at ? direction : "none");
    });
  }

  function sortBy(button) {
    const cell = button.closest("th");
    const table = cell.closest("table");
    const now = DIRECTIONS.indexOf(cell.getAttribute("aria-sort") || "none");
    const next = DIRECTIONS[(now + 1) % DIRECTIONS.length];
    sort(table, cell.cellIndex, next);
    const order = next === "none" ? "In the order of the source." : "Sorted by ";
    her2sim.speak(next === "none" ? order : order + button.textContent + ", " + next + ".");
    table.dispatchEvent(new CustomEvent("her2sim:sorted", { bubbles: true }));
  }

  // --- searching ----------------------------------------------------------------------------

  const plain = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/μ/g, "u")
      .toLowerCase();

  // All words have to occur; one in quotes has to stand alone, as the id of something.
  function matcher(text) {
    const words = [...plain(text).matchAll(/"([^"]+)"?|(\S+)/g)].map(function ([, whole, loose]) {
      if (!whole) return (from) => from.includes(loose);
      const escaped = whole.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const alone = new RegExp("(^|[^\\w])" + escaped + "($|[^\\w])");
      return (from) => alone.test(from);
    });
    return (from) => words.every((word) => word(from));
  }

  function textOf(row) {
    const about = known.get(row) || {};
    if (about.text === undefined) {
      about.text = plain([...row.cells].map((cell) => cell.textContent).join(" \n "));
      known.set(row, about);
    }
    return about.text;
  }

  // `where` names, by the number of a column, the texts that are let through.
  function filter(id, text, where) {
    const table = tableAt(id);
    if (!table) return 0;
    const fits = matcher(text || "");
    const columns = Object.entries(where || {});
    let shown = 0;
    for (const each of rowsOf(table)) {
      const keeps = columns.every(([at, kept]) => kept.includes(each.cells[at].textContent));
      each.hidden = !(keeps && fits(textOf(each)));
      shown += each.hidden ? 0 : 1;
    }
    table.parentElement.querySelector(".table-empty").hidden = shown > 0;
    tell(id);
    return shown;
  }

  // How many rows of a table that is not on the page would be found.
  function count(content, text) {
    const fits = matcher(text || "");
    return content.rows.filter((cells) => fits(searched(cells))).length;
  }

  function searched(cells) {
    if (!looked.has(cells)) looked.set(cells, plain(cells.map(words).join(" \n ")));
    return looked.get(cells);
  }

  function words(content) {
    if (Array.isArray(content)) return content.map(words).join("");
    if (content === null || content === undefined) return "";
    return typeof content === "object" ? content.text : String(content);
  }

  function tell(id) {
    const table = tableAt(id);
    const rows = rowsOf(table);
    const shown = rows.filter((each) => !each.hidden).length;
    for (const place of document.querySelectorAll('[data-count-of="' + id + '"]')) {
      const of = shown === rows.length ? "" : shown + " of ";
      place.textContent = of + rows.length + (rows.length === 1 ? " row" : " rows");
    }
  }

  // Marks what was found without touching the page's nodes; older browsers go without.
  function mark(roots, text) {
    if (!window.CSS || !CSS.highlights) return;
    CSS.highlights.delete("found");
    const words = [...text.matchAll(/"([^"]+)"?|(\S+)/g)].map((match) => match[1] || match[2]);
    if (!words.length) return;
    const found = new window.Highlight();
    for (const root of roots.filter(Boolean)) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement.closest("[hidden], thead, caption")) markIn(node, words, found);
      }
    }
    CSS.highlights.set("found", found);
  }

  function markIn(node, words, found) {
    const text = node.textContent.toLowerCase();
    for (const word of words.map((each) => each.toLowerCase())) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        found.add(range);
      }
    }
  }

  // --- saving -------------------------------------------------------------------------------

  // A spreadsheet would take a text that begins with one of these for a formula.
  const safe = (text) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? "'" : "") + text;
  const quoted = (text) => (/[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);

  function csv(table) {
    const rows = [table.tHead.rows[0], ...rowsOf(table).filter((each) => !each.hidden)];
    const cell = (each) => (each.dataset.value ?? each.textContent).trim();
    const line = (each) => [...each.cells].map((one) => quoted(safe(cell(one)))).join(",");
    return rows.map(line).join("\n") + "\n";
  }

  function save(id) {
    const link = make("a", "", { download: byId(id).dataset.file || id + ".csv" });
    link.href = URL.createObjectURL(new Blob([csv(tableAt(id))], { type: "text/csv" }));
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("table[data-sortable] .sort, [data-save-table]");
    if (!button) return;
    if (button.dataset.saveTable) save(button.dataset.saveTable);
    else sortBy(button);
  });

  document.addEventListener("input", function (event) {
    const box = event.target.closest("[data-searches]");
    if (!box) return;
    filter(box.dataset.searches, box.value);
    mark([tableAt(box.dataset.searches)], box.value);
  });

  // For pages whose tables come with an answer: {place: table, ...} from a dcc.Store.
  window.dash_clientside.her2sim.fillTables = function (tables) {
    for (const [id, content] of Object.entries(tables || {})) fill(id, content);
    return window.dash_clientside.no_update;
  };

  her2sim.tables = { fill, part, filter, count, sort, mark, matcher, plain };
})();
