// The editor of a cell on the Compare page: small inputs that write the cell's part of the address.
//
// It checks nothing: the server reads what it writes as it reads any address, and the inputs then
// show what was made of it.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make } = her2sim;
  const byId = (id) => document.getElementById(id);
  const LETTERS = ["A", "B", "C", "D"];
  const KEYS = ["g", "b", "d", "k", "l"];
  const TYPING_MS = 300;

  let place = null; // of the cell in the editor
  let choices = null;
  let typing = 0;

  // --- the cell's part of the address -------------------------------------------------------

  function read(at) {
    const query = her2sim.query();
    const fields = new Map();
    if (at === 0) for (const key of KEYS) fields.set(key, query.get(key) || "");
    for (const item of at === 0 ? [] : (query.get("c" + (at + 1)) || "").split(";")) {
      const [key, ...rest] = item.split("=");
      fields.set(key, rest.join("="));
    }
    return fields;
  }

  function write(fields) {
    if (place === 0) return her2sim.change(Object.fromEntries(fields));
    const text = [...fields].filter(([, each]) => each).map((pair) => pair.join("="));
    // A cell without anything set is still a cell.
    return her2sim.change({ ["c" + (place + 1)]: text.join(";") || "g=" });
  }

  const items = (text) => (text || "").split(",").filter(Boolean);

  function amounts(text) {
    return new Map(
      items(text).map(function (item) {
        const [, name, amount, unit] = /^(.*?):([0-9.]*)(.*)$/.exec(item) || [null, item, "0", ""];
        return [name, { amount: Number(amount), unit: unit }];
      }),
    );
  }

  // --- building -----------------------------------------------------------------------------

  function labelled(text, input) {
    const label = make("label", null, { class: "editor-field" });
    // Else some readers say the options as part of the name.
    input.setAttribute("aria-label", text);
    label.append(make("span", text), input);
    return label;
  }

  function select(part, name, options) {
    const made = make("select", null, { "data-input": part, "data-name": name });
    for (const [value, text] of options) made.append(make("option", text, { value: value }));
    return made;
  }

  function numberBox(part, name, label, most) {
    const made = make("input", null, {
      type: "number",
      min: "0",
      step: "any",
      inputmode: "decimal",
      "data-input": part,
      "data-name": name,
    });
    if (label) made.setAttribute("aria-label", label);
    if (most !== undefined) made.max = most;
    return made;
  }

  function group(title, ...children) {
    const made = make("fieldset", null, { class: "editor-group" });
    made.append(make("legend", title), ...children);
    return made;
  }

  function drugRow(drug) {
    const row = make("div", null, { class: "editor-drug" });
    const units =
      drug.units.length > 1
        ? select("unit", drug.id, drug.units)
        : make("span", drug.units[0][1], { class: "editor-unit" });
    if (drug.units.length > 1) units.setAttribute("aria-label", "Unit of " + drug.name);
    const slider = make("input", null, {
      type: "range",
      min: "0",
      max: String(drug.stops),
      step: "1",
      "data-input": "position",
      "data-name": drug.id,
      "aria-label": "Dose of " + drug.name + ", logarithmic",
    });
    const name = make("span", drug.name, { class: "editor-name" });
    row.append(name, numberBox("amount", drug.id, "Dose of " + drug.name), units, slider);
    if (drug.hint) row.append(make("span", drug.hint, { class: "hint clinical-hint" }));
    return row;
  }

  function knockdownRow(slot) {
    const row = make("div", null, { class: "editor-pair" });
    const options = [["", "no gene"], ...choices.targets.map((gene) => [gene, gene])];
    const gene = select("gene-down", String(slot), options);
    gene.setAttribute("aria-label", "Gene of knock-down " + (slot + 1));
    const left = numberBox("left", String(slot), "Per cent of the protein left, " + (slot + 1), "100");
    row.append(gene, left, make("span", "% left", { class: "editor-unit" }));
    return row;
  }

  function ligandRow(ligand) {
    const row = make("div", null, { class: "editor-pair" });
    const label = ligand.name + ", up to " + ligand.high + " " + ligand.unit;
    row.append(
      make("span", ligand.name),
      numberBox("ligand", ligand.id, label),
      make("span", ligand.unit, { class: "editor-unit" }),
    );
    return row;
  }

  function build() {
    const editor = make("section", null, { id: "compare-editor", class: "card" });
    const head = make("div", null, { class: "card-head" });
    const done = make("button", "Done", { type: "button", class: "button", "data-editor-done": "1" });
    head.append(make("h2", "", { id: "compare-editor-title", tabindex: "-1" }), done);
    const cell = [];
    if (choices.backgrounds.length) {
      cell.push(labelled("Background", select("background", "", choices.backgrounds)));
    }
    for (const [gene, mutations] of choices.genes) {
      cell.push(labelled(gene, select("mutation", gene, [["", "wild type"], ...mutations])));
    }
    const slots = Array.from({ length: choices.knockdowns }, (_, slot) => knockdownRow(slot));
    const groups = make("div", null, { class: "editor-groups" });
    const further = [group("Knock-downs", ...slots)];
    if (choices.ligands.length) {
      further.push(group("Ligands in the medium", ...choices.ligands.map(ligandRow)));
    }
    const last = make("div", null, { class: "editor-further" });
    last.append(...further);
    groups.append(group("Tumour cell", ...cell), group("Drugs", ...choices.drugs.map(drugRow)), last);
    editor.append(head, groups);
    editor.addEventListener("input", changed);
    editor.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
    done.addEventListener("click", () => close(true));
    return editor;
  }

  // --- values -------------------------------------------------------------------------------

  const all = (part) => [...document.querySelectorAll('#compare-editor [data-input="' + part + '"]')];
  const one = (part, name) => all(part).find((each) => each.dataset.name === name);
  const drugOf = (id) => choices.drugs.find((each) => each.id === id);
  const factor = (drug, unit) => drug.units.find(([id]) => id === unit)[2];
  const rounded = (value) => Number(value.toPrecision(choices.figures));
  const decimal = (value) => (/e/.test(String(value)) ? value.toFixed(12) : String(value));
  const unitOf = (drug) => {
    const input = one("unit", drug.id);
    return input ? input.value : drug.units[0][0];
  };

  function positionOf(drug, amount) {
    if (!(amount > 0)) return 0;
    const stops = Math.log10((amount * factor(drug, unitOf(drug))) / drug.low) * drug.steps;
    return Math.max(1, Math.round(stops) + 1);
  }

  function amountAt(drug, position) {
    if (position <= 0) return 0;
    const base = drug.low * Math.pow(10, (position - 1) / drug.steps);
    return rounded(base / factor(drug, unitOf(drug)));
  }

  // An input that is being used keeps what its user wrote.
  function put(input, value) {
    if (input && input !== document.activeElement && input.value !== String(value)) {
      input.value = value;
    }
  }

  function fill() {
    const fields = read(place);
    const mutations = items(fields.get("g"));
    for (const input of all("mutation")) {
      const known = [...input.options].map((option) => option.value);
      put(input, mutations.find((each) => known.includes(each)) || "");
    }
    for (const input of all("background")) put(input, fields.get("b") || input.options[0].value);
    const doses = amounts(fields.get("d"));
    for (const drug of choices.drugs) {
      const dose = doses.get(drug.id);
      if (dose) put(one("unit", drug.id), dose.unit);
      put(one("amount", drug.id), dose ? dose.amount : 0);
      put(one("position", drug.id), positionOf(drug, dose ? dose.amount : 0));
    }
    const genes = [...amounts(fields.get("k"))];
    for (const input of all("gene-down")) {
      const [gene, { amount }] = genes[Number(input.dataset.name)] || ["", { amount: 0 }];
      put(input, gene);
      put(one("left", input.dataset.name), rounded(100 * amount));
    }
    const given = amounts(fields.get("l"));
    for (const input of all("ligand")) {
      const supply = given.get(input.dataset.name);
      put(input, supply ? supply.amount : 0);
    }
    describe();
  }

  function describe() {
    for (const slider of all("position")) {
      const drug = drugOf(slider.dataset.name);
      const position = Number(slider.value);
      const shown = drug.units.find(([id]) => id === unitOf(drug))[1];
      const text = position ? amountAt(drug, position) + " " + shown : "off";
      slider.setAttribute("aria-valuetext", text);
      slider.style.setProperty("--share", position / drug.stops);
    }
  }

  function compose() {
    const values = (part) => all(part).map((each) => [each.dataset.name, each.value]);
    const doses = values("amount")
      .filter(([, amount]) => Number(amount) > 0)
      .map(([drug, amount]) => drug + ":" + decimal(Number(amount)) + unitOf(drugOf(drug)));
    const knocked = values("gene-down")
      .filter(([, gene]) => gene)
      .map(([slot, gene]) => gene + ":" + decimal(Number(one("left", slot).value) / 100));
    const ligands = values("ligand")
      .filter(([, amount]) => Number(amount) > 0)
      .map(([id, amount]) => {
        const { unit } = choices.ligands.find((each) => each.id === id);
        return id + ":" + decimal(Number(amount)) + unit;
      });
    return new Map([
      ["g", values("mutation").map(([, id]) => id).filter(Boolean).join(",")],
      ["b", values("background").map(([, id]) => id).join("")],
      ["d", doses.join(",")],
      ["k", knocked.join(",")],
      ["l", ligands.join(",")],
    ]);
  }

  const unitsBefore = new Map();

  function changed(event) {
    const input = event.target;
    const drug = drugOf(input.dataset.name);
    const part = input.dataset.input;
    if (part === "position") one("amount", drug.id).value = amountAt(drug, Number(input.value));
    if (part === "amount") one("position", drug.id).value = positionOf(drug, Number(input.value));
    if (part === "unit") {
      const before = factor(drug, unitsBefore.get(drug.id) || drug.units[0][0]);
      const box = one("amount", drug.id);
      box.value = rounded((Number(box.value) * before) / factor(drug, input.value));
    }
    rememberUnits();
    describe();
    window.clearTimeout(typing);
    if (input.type === "number") typing = window.setTimeout(send, TYPING_MS);
    else send();
  }

  function rememberUnits() {
    for (const input of all("unit")) unitsBefore.set(input.dataset.name, input.value);
  }

  function send() {
    typing = 0;
    if (place !== null && byId("compare-editor")) write(compose());
  }

  // --- opening and closing ------------------------------------------------------------------

  function cardOf(at) {
    return document.querySelector('.cell-card[data-place="' + at + '"]');
  }

  // Below the row of cards that the edited one stands in.
  function placeBelow(editor) {
    const top = cardOf(place).offsetTop;
    const cards = [...byId("compare-cells").children].filter((each) => !each.hidden);
    cards.filter((card) => card.offsetTop === top).pop().after(editor);
  }

  function edit(at) {
    close(false);
    const texts = byId("compare-editor-choices").dataset.choices;
    choices = JSON.parse(texts);
    place = at;
    const editor = build();
    editor.dataset.place = at;
    placeBelow(editor);
    const title = byId("compare-editor-title");
    title.textContent = "Change cell " + LETTERS[at];
    editor.setAttribute("aria-labelledby", title.id);
    fill();
    rememberUnits();
    mark();
    title.focus({ preventScroll: true });
    editor.scrollIntoView({ block: "nearest" });
  }

  function close(focus) {
    // What was typed last is sent before the inputs are gone.
    if (typing) {
      window.clearTimeout(typing);
      send();
    }
    const editor = byId("compare-editor");
    const at = place;
    place = null;
    if (!editor) return;
    editor.remove();
    mark();
    if (focus && cardOf(at)) cardOf(at).querySelector("[data-edit]").focus();
  }

  function mark() {
    for (const button of document.querySelectorAll("[data-edit]")) {
      const open = Number(button.dataset.edit) === place;
      button.setAttribute("aria-expanded", String(open));
      button.closest(".cell-card").classList.toggle("edited", open);
    }
  }

  her2sim.cellEditor = {
    open: () => place,
    edit: edit,
    close: close,
    toggle: (at) => (place === at ? close(true) : edit(at)),
    // After an answer: the cell may be gone; the page may be a new one.
    follow: function (answer) {
      if (place === null) return;
      if (!byId("compare-editor")) place = null;
      else if (place >= answer.cells.length) close(false);
      else mark();
    },
    // The server rounds and clamps; the inputs then show what was computed. What is still being
    // typed has not been sent: the answer that settles knows nothing of it.
    settled: function () {
      if (place !== null && !typing && byId("compare-editor")) fill();
    },
  };
})();
