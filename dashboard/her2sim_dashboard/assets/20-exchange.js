// The pages' inputs in the browser: inputs to address text, one request at a time.
//
// The server reads the text with the same function that reads an address, so nothing is checked
// here. What this file decides is only when to ask and when to write the address.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const clientside = window.dash_clientside.her2sim;
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const nothing = () => window.dash_clientside.no_update;

  const SETTLED_MS = 350; // after the last answer, a change counts as finished
  const LAG_MS = 150; // at the latest, the other input of a pair says the same
  const PATIENCE_MS = 8000; // after this long a request is taken for lost

  const link = { sent: null, asked: 0, pending: null, dragging: false, answer: null };
  let turn = 0; // of the request whose answer is waited for
  let timer = 0;
  let vocabulary = { drugs: {}, ligands: {}, figures: 3 };
  let form = null;
  let unitsBefore = {};
  const following = new Map();
  const told = new Map();
  const LEADER = {
    "dose-slider": "dose-amount",
    "dose-amount": "dose-slider",
    "hours-slider": "hours-amount",
    "hours-amount": "hours-slider",
  };
  let lagging = 0;

  her2sim.forget = function () {
    turn += 1;
    window.clearTimeout(timer);
    her2sim.stopJobs();
    Object.assign(link, { sent: null, asked: 0, pending: null, answer: null });
    form = null;
  };

  // --- the form -----------------------------------------------------------------------------

  function readForm(inputsList) {
    const read = {};
    for (const group of inputsList) {
      for (const input of group) {
        (read[input.id.part] = read[input.id.part] || {})[input.id.name] = input.value;
      }
    }
    // A drug with a single unit has no input for it.
    const units = (read["dose-unit"] = read["dose-unit"] || {});
    for (const [drug, known] of Object.entries(vocabulary.drugs)) {
      units[drug] = units[drug] || Object.keys(known.units)[0];
    }
    return read;
  }

  const number = (value) => (Number.isFinite(Number(value)) ? Number(value) : 0);
  const rounded = (value) => Number(value.toPrecision(vocabulary.figures));
  const decimal = (value) => (/e/.test(String(value)) ? value.toFixed(12) : String(value));

  function amountAt(drug, unit, position) {
    const known = vocabulary.drugs[drug];
    if (position <= 0) return 0;
    const base = known.low * Math.pow(10, (position - 1) / known.steps);
    return rounded(base / known.units[unit]);
  }

  function positionOf(drug, unit, amount) {
    const known = vocabulary.drugs[drug];
    if (!(amount > 0)) return 0;
    const stops = Math.log10((amount * known.units[unit]) / known.low) * known.steps;
    return Math.max(1, Math.round(stops) + 1);
  }

  // Slider, number box and unit of a drug say the same; whichever was moved leads. A slider that
  // only followed its box stands where the box put it, and must not round the box's number.
  function agree(moved) {
    const name = moved.name;
    if (moved.part === "dose-slider") {
      const unit = form["dose-unit"][name];
      const position = form["dose-slider"][name];
      if (position === positionOf(name, unit, number(form["dose-amount"][name]))) return;
      put("dose-amount", name, amountAt(name, unit, position));
    } else if (moved.part === "dose-amount") {
      const amount = number(form["dose-amount"][name]);
      put("dose-slider", name, positionOf(name, form["dose-unit"][name], amount));
    } else if (moved.part === "dose-unit") {
      const units = vocabulary.drugs[name].units;
      const before = units[unitsBefore[name] || Object.keys(units)[0]];
      const amount = number(form["dose-amount"][name]);
      put("dose-amount", name, rounded((amount * before) / units[form["dose-unit"][name]]));
    } else if (moved.part === "hours-slider") {
      if (Math.round(number(form["hours-amount"][""])) === form["hours-slider"][""]) return;
      put("hours-amount", "", form["hours-slider"][""]);
    } else if (moved.part === "hours-amount") {
      put("hours-slider", "", Math.round(number(form["hours-amount"][""])));
    }
  }

  // The other input follows a moment later: told at once, Dash would go round once more before
  // it sends the request.
  function put(part, name, value) {
    if (number(form[part][name]) === value) return;
    form[part][name] = value;
    following.set(part + " " + name, [{ part: part, name: name }, { value: value }]);
    // After the picture: the browser would be busy with it when the answer comes.
    window.clearTimeout(lagging);
    lagging = window.setTimeout(follow, LAG_MS);
  }

  function follow() {
    window.clearTimeout(lagging);
    for (const [key, [id, props]] of following) {
      told.set(key, props.value);
      setProps(id, props);
    }
    following.clear();
  }

  // Dash reports what an input was told as if a person had moved it. By then its leader may have
  // been moved further, so it is the leader that counts.
  function isEcho(input) {
    const key = input.part + " " + input.name;
    const isOwn = LEADER[input.part] && told.get(key) === number(form[input.part][input.name]);
    told.delete(key);
    return isOwn;
  }

  // What each kind of input says in the address. A page has some of them; the rest of the address
  // stays as it is, so that no page loses what another one was told.
  const SPELLING = {
    g: ["gene", (values) => Object.values(values).filter((each) => each && each !== "WT")],
    b: ["background", (values) => [values[""] || ""]],
    d: ["dose-amount", dosesText],
    k: ["knockdown-gene", knockdownsText],
    l: ["ligand", ligandsText],
    t: ["hours-amount", (values) => [values[""]]],
    r: ["readouts", (values) => values[""] || []],
    y: ["axis", (values) => [values[""]]],
  };

  function dosesText(amounts) {
    return Object.entries(amounts)
      .filter(([, amount]) => number(amount) !== 0)
      .map(([drug, amount]) => drug + ":" + decimal(number(amount)) + form["dose-unit"][drug]);
  }

  function knockdownsText(genes) {
    return Object.entries(genes)
      .filter(([, gene]) => gene)
      .map(([slot, gene]) => gene + ":" + number(form["knockdown-left"][slot]) / 100);
  }

  function ligandsText(amounts) {
    return Object.entries(amounts)
      .filter(([, amount]) => number(amount) !== 0)
      .map(([name, amount]) => name + ":" + decimal(number(amount)) + vocabulary.ligands[name]);
  }

  function compose() {
    const query = new URLSearchParams(link.answer ? link.answer.query : window.location.search);
    const write = (key, text) => (text === "" ? query.delete(key) : query.set(key, text));
    for (const [key, [part, spell]] of Object.entries(SPELLING)) {
      if (form[part]) write(key, spell(form[part]).join(","));
    }
    for (const [key, value] of Object.entries(form.setting || {})) {
      write(key, String(value === null || value === undefined ? "" : value));
    }
    return spelled(query);
  }

  // The order of the keys must not depend on what was changed last: equal states, equal texts.
  const spelled = (query) =>
    [...query].map(([key, text]) => key + "=" + encodeURIComponent(text)).sort().join("&");

  // --- what scripts of a page may do with the state -----------------------------------------

  her2sim.query = () =>
    new URLSearchParams(link.answer ? link.answer.query : window.location.search);

  function changed(changes) {
    const query = her2sim.query();
    for (const [key, text] of Object.entries(changes)) {
      if (text === null || text === "") query.delete(key);
      else query.set(key, text);
    }
    return query;
  }

  // Ask for the answer to a changed state, as if an input had been moved.
  her2sim.change = function (changes) {
    ask(spelled(changed(changes)));
  };

  // Keep in the address what the browser alone has to know; no history entry, no request.
  her2sim.remember = function (changes) {
    if (!link.answer) return;
    const query = changed(changes);
    const text = [...query]
      .map(([key, value]) => key + "=" + encodeURIComponent(value).replace(/%(2C|3A|2F|3B|3D|2B)/g, decodeURIComponent))
      .join("&");
    link.answer.query = text;
    her2sim.write(link.answer.path, text, false);
  };

  her2sim.describeSliders = function () {
    for (const [drug, known] of Object.entries(vocabulary.drugs)) {
      const unit = unitsBefore[drug] || Object.keys(known.units)[0];
      const thumb = thumbOf("dose-slider", drug);
      if (!thumb) continue;
      const position = number(thumb.getAttribute("aria-valuenow"));
      const text = position ? amountAt(drug, unit, position) + " " + known.shown[unit] : "off";
      thumb.setAttribute("aria-valuetext", text);
    }
    const hours = thumbOf("hours-slider", "");
    if (hours) hours.setAttribute("aria-valuetext", hours.getAttribute("aria-valuenow") + " hours");
  };

  function thumbOf(part, name) {
    const root = document.getElementById(JSON.stringify({ name: name, part: part }));
    return root && root.querySelector("[role=slider]");
  }

  // --- asking and answering -----------------------------------------------------------------

  // Called by Dash for every change of an input.
  clientside.edit = function () {
    const context = window.dash_clientside.callback_context;
    form = readForm(context.inputs_list);
    for (const moved of context.triggered) {
      const input = JSON.parse(moved.prop_id.slice(0, moved.prop_id.lastIndexOf(".")));
      agree(isEcho(input) ? { part: LEADER[input.part], name: input.name } : input);
    }
    unitsBefore = Object.assign({}, form["dose-unit"]);
    window.requestAnimationFrame(her2sim.describeSliders);
    ask(compose());
    return nothing();
  };

  // At most one request is under way; of those that come meanwhile only the latest is kept.
  function ask(query) {
    if (query === link.sent) {
      link.pending = null;
      return;
    }
    if (link.asked && Date.now() - link.asked < PATIENCE_MS) {
      link.pending = query;
      return;
    }
    link.sent = query;
    link.asked = Date.now();
    link.pending = null;
    turn += 1;
    window.setTimeout(complain, PATIENCE_MS, link.asked);
    send(query, turn, link.asked);
  }

  async function send(query, mine, asked) {
    const path = link.answer ? link.answer.path : window.location.pathname;
    let answer;
    try {
      const response = await window.fetch(path + ".json", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ query: query }),
      });
      answer = await response.json();
      if (!response.ok) return refused(mine, answer.error);
    } catch {
      return complain(asked);
    }
    // The answer to a question that the Back button has overtaken.
    return mine === turn ? take(Object.assign(answer, { turn: mine })) : undefined;
  }

  function refused(mine, text) {
    if (mine !== turn) return;
    Object.assign(link, { asked: 0, sent: null, failed: true });
    her2sim.fail(text + " The last result still stands.");
  }

  function complain(asked) {
    if (!asked || link.asked !== asked) return;
    Object.assign(link, { asked: 0, sent: null, failed: true });
    her2sim.fail("The server does not answer. What you see is the last result.");
  }

  function take(answer) {
    link.answer = answer;
    link.asked = 0;
    show(answer);
    lagging = window.setTimeout(follow);
    if (link.failed) her2sim.fail("");
    link.failed = false;
    if (link.pending !== null && link.pending !== link.sent) return ask(link.pending);
    window.clearTimeout(timer);
    timer = window.setTimeout(settleIfStill, SETTLED_MS);
    return undefined;
  }

  her2sim.isAsking = () => link.asked !== 0;

  // Called by Dash when a page has been put in place, with its first answer.
  clientside.answered = function (answer) {
    link.answer = answer;
    link.asked = 0;
    show(answer);
    unitsBefore = {};
    const doses = dosesOf(new URLSearchParams(answer.query));
    for (const [drug, dose] of Object.entries(doses)) unitsBefore[drug] = dose.unit;
    settle(false);
    return nothing();
  };

  function show(answer) {
    if ("sentence" in answer) her2sim.say("sentence", answer.sentence);
    showProblems(answer.problems);
    const page = her2sim.pages[answer.path];
    if (page && page.show) page.show(answer);
  }

  function showProblems(problems) {
    const place = document.getElementById("problems");
    if (!place) return;
    if (!problems.length) return void place.replaceChildren();
    const list = her2sim.make("ul");
    list.append(...problems.map((text) => her2sim.make("li", text)));
    place.replaceChildren(her2sim.make("p", "Part of the settings could not be used:"), list);
  }

  function settleIfStill() {
    if (!link.dragging && !link.asked && link.pending === null) settle(true);
  }

  function settle(isChange) {
    window.clearTimeout(timer);
    if (!link.answer) return;
    her2sim.write(link.answer.path, link.answer.query, isChange);
    if (isChange) {
      her2sim.speak(link.answer.status);
      takeOver(new URLSearchParams(link.answer.query));
    }
    const page = her2sim.pages[link.answer.path];
    if (page && page.settled) page.settled(link.answer, isChange);
  }

  function dosesOf(settings) {
    const doses = {};
    for (const item of (settings.get("d") || "").split(",").filter(Boolean)) {
      const [, drug, amount, unit] = /^(.*):([0-9.]+)(.*)$/.exec(item);
      doses[drug] = { amount: Number(amount), unit: unit };
    }
    return doses;
  }

  // The server rounds and clamps; the inputs then show what was computed.
  function takeOver(settings) {
    if (!form) return;
    const doses = dosesOf(settings);
    for (const drug of Object.keys(form["dose-amount"] || {})) {
      const dose = doses[drug] || { amount: 0, unit: form["dose-unit"][drug] };
      if (dose.unit !== form["dose-unit"][drug]) continue;
      put("dose-amount", drug, dose.amount);
      put("dose-slider", drug, positionOf(drug, dose.unit, dose.amount));
    }
    if (form["hours-amount"]) put("hours-amount", "", Number(settings.get("t")));
    const given = Object.fromEntries(
      (settings.get("l") || "").split(",").map((item) => item.split(":")),
    );
    for (const name of Object.keys(form.ligand || {})) {
      put("ligand", name, parseFloat(given[name] || "0"));
    }
    link.sent = compose();
  }

  her2sim.learn = function (words) {
    vocabulary = words;
  };
  her2sim.vocabulary = () => vocabulary;

  document.addEventListener("pointerdown", function (event) {
    if (event.target.closest(".mantine-Slider-root")) link.dragging = true;
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    window.addEventListener(kind, function () {
      if (!link.dragging) return;
      link.dragging = false;
      // The answer to the last move may still be on its way; it then settles by itself.
      if (!link.asked && link.pending === null && link.answer) settleIfStill();
    });
  }
})();
