// Lessons in the browser: questions, what was answered, and the presenter's keys.
//
// The server sends each step with what the simulation makes right; turning steps is a matter of
// links. Answers are kept in the tab's own storage and go nowhere.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const make = her2sim.make;
  const byId = (id) => document.getElementById(id);
  const STORE = "her2sim.lessons.";

  // --- what was answered --------------------------------------------------------------------

  // Storage may be blocked; answers then last until the page is left.
  const fallback = new Map();

  function recall(key) {
    try {
      const text = window.sessionStorage.getItem(STORE + key);
      const value = text === null ? undefined : JSON.parse(text);
      return typeof value === "number" ? value : fallback.get(key);
    } catch {
      return fallback.get(key);
    }
  }

  function keep(key, value) {
    fallback.set(key, value);
    try {
      window.sessionStorage.setItem(STORE + key, JSON.stringify(value));
    } catch {
      // Kept above.
    }
  }

  function forget(keys) {
    for (const key of keys) {
      fallback.delete(key);
      try {
        window.sessionStorage.removeItem(STORE + key);
      } catch {
        // Nothing was kept there.
      }
    }
  }

  const isRight = (question, given) =>
    question.slider
      ? Math.abs(given - question.slider.value) <= question.slider.close
      : question.right.includes(given);

  const tidy = (value) => String(Number(value.toPrecision(3))).replace("-", "−");
  const withUnit = (value, slider) => tidy(value) + " " + slider.unit;
  const inWords = (question, given) =>
    question.slider ? withUnit(given, question.slider) : question.choices[given];

  // --- a question ---------------------------------------------------------------------------

  let shown = null; // the answer of the server that is on the page

  function form(answer, mode) {
    const { question, key } = answer;
    const given = recall(key);
    const made = make("form", null, { novalidate: "" });
    const set = make("fieldset");
    set.append(make("legend", question.ask));
    if (question.slider) set.append(slider(question.slider, given));
    else question.choices.forEach((text, at) => set.append(choice(text, at, given)));
    const button = make("button", mode === "commit" ? "Commit and run" : "Check my answer", {
      type: "submit",
      class: "button primary",
    });
    const hint = make("p", "", { class: "form-hint", role: "alert" });
    made.append(set, button, hint);
    made.addEventListener("submit", function (event) {
      event.preventDefault();
      const value = read(made, question);
      if (value === null) {
        hint.textContent = question.slider ? "Move the slider first." : "Choose an answer first.";
        return;
      }
      keep(key, value);
      markSteps();
      if (mode === "commit") return byId("next-step").click();
      lock(made, answer, value);
      return uncover(true);
    });
    return made;
  }

  function choice(text, at, given) {
    const label = make("label", null, { class: "answer" });
    const input = make("input", null, { type: "radio", name: "answer", value: at });
    input.checked = given === at;
    label.append(input, make("span", text));
    return label;
  }

  function slider(about, given) {
    const box = make("div", null, { class: "guess" });
    const middle = (about.low + about.high) / 2;
    const steps = Math.round((middle - about.low) / about.step);
    const start = given === undefined ? about.low + steps * about.step : given;
    const input = make("input", null, {
      type: "range",
      min: about.low,
      max: about.high,
      step: about.step,
      value: start,
      "aria-label": "Your guess",
    });
    const output = make("output", withUnit(Number(input.value), about));
    const say = function () {
      output.textContent = withUnit(Number(input.value), about);
      input.setAttribute("aria-valuetext", output.textContent);
      input.dataset.moved = "true";
    };
    input.addEventListener("input", say);
    input.setAttribute("aria-valuetext", output.textContent);
    if (given !== undefined) input.dataset.moved = "true";
    const ends = make("p", null, { class: "guess-ends", "aria-hidden": "true" });
    ends.append(make("span", withUnit(about.low, about)), make("span", withUnit(about.high, about)));
    box.append(output, input, ends);
    return box;
  }

  // What was given: the place of a choice or the number guessed; null for nothing yet.
  function read(made, question) {
    if (question.slider) {
      const input = made.querySelector("input");
      return input.dataset.moved ? Number(input.value) : null;
    }
    const checked = made.querySelector("input:checked");
    return checked ? Number(checked.value) : null;
  }

  // Show what is right, and what was given beside it.
  function lock(made, answer, given) {
    const { question } = answer;
    made.querySelectorAll("input").forEach((input) => (input.disabled = true));
    made.querySelectorAll(".button, .form-hint").forEach((each) => each.remove());
    made.querySelectorAll(".answer").forEach(function (label, at) {
      const right = question.right.includes(at);
      label.dataset.verdict = right ? "right" : at === given ? "wrong" : "";
      const words = right ? "what the model says" : at === given ? "your answer" : "";
      if (words) label.append(make("span", words, { class: "answer-verdict" }));
    });
    const feedback = verdict(question, given);
    made.append(feedback);
    her2sim.speak(feedback.firstElementChild.textContent + " " + question.after);
  }

  function verdict(question, given) {
    const place = make("div", null, { class: "feedback" });
    if (given !== undefined) {
      const right = isRight(question, given);
      place.dataset.verdict = right ? "right" : "wrong";
      const head = make("p", null, { class: "feedback-head" });
      head.append(
        make("span", right ? "✓" : "✕", { "aria-hidden": "true", class: "feedback-icon" }),
        make("strong", right ? "That is what the model says." : "The model says otherwise."),
      );
      place.append(head);
      if (question.because[given]) place.append(make("p", question.because[given]));
    } else if (!question.slider) {
      const right = question.right.map((at) => question.choices[at]).join(" / ");
      const head = make("p", "The model says: ", { class: "prediction-given" });
      head.append(make("strong", right));
      place.append(head);
    }
    if (question.slider && given !== undefined) place.append(scale(question.slider, given));
    place.append(make("p", question.after), judged(question));
    return place;
  }

  // The guess and the simulated number on one line.
  function scale(about, given) {
    const at = (value) => (100 * (value - about.low)) / (about.high - about.low);
    const line = make("div", null, { class: "guess-line", "aria-hidden": "true" });
    const near = make("span", null, { class: "guess-near" });
    const low = Math.max(about.low, about.value - about.close);
    const high = Math.min(about.high, about.value + about.close);
    near.style.left = at(low) + "%";
    near.style.width = at(high) - at(low) + "%";
    line.append(near);
    for (const [kind, value, words] of [
      ["model", about.value, "model"],
      ["guess", given, "you"],
    ]) {
      const mark = make("span", null, { class: "guess-mark " + kind });
      mark.style.left = at(value) + "%";
      mark.append(make("span", words + " " + withUnit(value, about)));
      line.append(mark);
    }
    return line;
  }

  function judged(question) {
    const fold = make("details", null, { class: "resting" });
    fold.append(make("summary", "How the model judged"));
    const list = make("ul", null, { class: "rules" });
    for (const [what, words] of question.judged) list.append(make("li", what + ": " + words));
    fold.append(list);
    return fold;
  }

  // --- a step -------------------------------------------------------------------------------

  function showQuestion(answer) {
    const place = byId("question");
    if (!place || !answer.question) return;
    const given = recall(answer.key);
    const mode = place.dataset.mode;
    if (mode === "recall") return recallPrediction(place, answer, given);
    const made = form(answer, mode);
    place.replaceChildren(made);
    if (given === undefined) return;
    if (mode === "answer") return lock(made, answer, given);
    committed(made, answer);
  }

  // A prediction that was made stays as it was: the run comes next.
  function committed(made, answer) {
    made.querySelectorAll("input").forEach((input) => (input.disabled = true));
    made.querySelector(".button").remove();
    const line = make("p", "You have committed to this prediction.", { class: "committed" });
    const again = make("button", "Change it", { type: "button", class: "button small" });
    again.addEventListener("click", function () {
      forget([answer.key]);
      markSteps();
      showQuestion(answer);
      byId("question").querySelector("input").focus();
    });
    line.append(" ", again);
    made.append(line);
  }

  function recallPrediction(place, answer, given) {
    const { question } = answer;
    place.replaceChildren();
    if (given === undefined && covered() && !answer.present) return;
    const box = make("div", null, { class: "prediction" });
    box.append(make("p", question.ask, { class: "prediction-ask" }));
    if (given !== undefined) {
      const line = make("p", "You predicted: ", { class: "prediction-given" });
      line.append(make("strong", inWords(question, given)));
      box.append(line);
    }
    box.append(verdict(question, given));
    place.append(box);
  }

  // --- the map ------------------------------------------------------------------------------

  let mapped = 0; // which of the step's cells the map shows

  function showMap(answer) {
    const place = byId("learn-map");
    const map = answer.map;
    if (!place || !map) return;
    mapped = 0;
    her2sim.map.mount(place, { compact: true }).then(() => bringIntoView(place, map.nodes));
    her2sim.map.highlight(place, map.nodes, map.edges);
    showArms(map);
    paintMap();
  }

  // On a narrow screen the map is wider than its place.
  function bringIntoView(place, nodes) {
    const box = place.querySelector(".map-scroll");
    if (!box || box.scrollWidth <= box.clientWidth) return;
    const boxes = nodes
      .map((id) => place.querySelector('[data-node="' + id + '"]'))
      .filter(Boolean)
      .map((node) => node.getBoundingClientRect());
    if (!boxes.length) return;
    const left = Math.min(...boxes.map((each) => each.left));
    const right = Math.max(...boxes.map((each) => each.right));
    const from = box.getBoundingClientRect().left;
    box.scrollLeft += (left + right) / 2 - from - box.clientWidth / 2;
  }

  function showArms(map) {
    const place = byId("learn-map-arms");
    place.replaceChildren();
    if (map.arms.length < 2) return;
    const set = make("fieldset");
    set.append(make("legend", "The map shows"));
    map.arms.forEach(function (arm, at) {
      const label = make("label", null, { class: "map-arm" });
      const input = make("input", null, { type: "radio", name: "map-arm", value: at });
      input.checked = at === mapped;
      input.addEventListener("change", function () {
        mapped = at;
        paintMap();
      });
      label.append(input, make("span", arm.label));
      set.append(label);
    });
    place.append(set);
  }

  // Before the answer is known the map shows every part at 1, with what will be done to it.
  function paintMap() {
    const map = shown && shown.map;
    if (!map || !byId("learn-map")) return;
    const arm = map.arms[mapped];
    const run = arm.after && !covered();
    const words = run
      ? arm.label + ", after " + arm.hours + " h. What this step is about stands out."
      : arm.label + ", before the run: every part at 1. What the question is about stands out.";
    her2sim.say("learn-map-says", words);
    her2sim.map.show(byId("learn-map"), run ? arm.after : arm.before);
  }

  const covered = () => byId("results") && byId("results").dataset.covered === "true";

  function showGate(answer) {
    const gate = byId("gate");
    if (!gate) return;
    const asks = answer.kind === "run" ? "Predict first." : "Answer first.";
    const why =
      answer.kind === "run"
        ? "You learn most from a result that you had a prediction for."
        : "The result would give the answer away.";
    const back = answer.kind === "run" ? byId("previous-step") : null;
    const words = make("p");
    words.append(make("strong", asks), " " + why);
    const buttons = make("div", null, { class: "buttons" });
    if (back) {
      const link = make("a", "Back to the question", {
        href: back.getAttribute("href"),
        class: "button primary",
        "data-page": "/learn",
      });
      buttons.append(link);
    }
    const anyway = make("button", "Show it all the same", { type: "button", class: "button" });
    anyway.addEventListener("click", () => reveal());
    buttons.append(anyway);
    gate.replaceChildren(words, buttons);
    gate.hidden = false;
  }

  // Take the cover off the results and draw them; freshly, they sweep in like a measurement.
  function uncover(fresh) {
    const results = byId("results");
    if (!results) return;
    delete results.dataset.covered;
    if (byId("gate")) byId("gate").hidden = true;
    results.classList.toggle("fresh", Boolean(fresh));
    const charts = shown.present ? shown.charts.map(forProjector) : shown.charts;
    if (charts.length) her2sim.drawCharts(charts, "learn");
    showTakeaway();
    paintMap();
  }

  // Larger numbers at fewer ticks, to be read from the last row.
  function forProjector(chart) {
    const layout = Object.assign({}, chart.layout, {
      font: Object.assign({}, chart.layout.font, { size: 15 }),
      margin: Object.assign({}, chart.layout.margin, { l: 44, b: 28 }),
      xaxis: Object.assign({}, chart.layout.xaxis, { nticks: 4 }),
      yaxis: Object.assign({}, chart.layout.yaxis, { nticks: 4 }),
    });
    return Object.assign({}, chart, { layout: layout });
  }

  function reveal() {
    if (!shown || !shown.question) return;
    const made = byId("question") && byId("question").querySelector("form");
    uncover(true);
    if (byId("question").dataset.mode === "recall") {
      recallPrediction(byId("question"), shown, recall(shown.key));
    } else if (made && byId("question").dataset.mode === "answer") {
      if (!made.querySelector(".feedback")) lock(made, shown, undefined);
    }
  }

  function showTakeaway() {
    const place = byId("takeaway");
    if (!place) return;
    place.hidden = false;
    const asked = shown.asked.filter((each) => recall(each.key) !== undefined);
    const right = asked.filter((each) => isRight(each, recall(each.key))).length;
    const words = "The model agreed with " + right + " of your " + asked.length + " answers.";
    her2sim.say("score", asked.length ? words : "");
    byId("forget-answers").hidden = !asked.length;
  }

  function showStep(answer) {
    showQuestion(answer);
    const given = recall(answer.key);
    if (!covered()) return uncover(false);
    if (given !== undefined || (answer.present && answer.kind === "run")) {
      return uncover(answer.kind === "run" && !seen.has(answer.key));
    }
    return showGate(answer);
  }
  // Runs sweep in once; whoever comes back finds them drawn.
  const seen = new Set();

  function markSteps() {
    for (const link of document.querySelectorAll(".stepper [data-key]")) {
      const key = link.dataset.key;
      link.classList.toggle("answered", Boolean(key) && recall(key) !== undefined);
    }
  }

  function markGallery(answer) {
    for (const place of document.querySelectorAll("[data-lesson]")) {
      const keys = (answer.progress || {})[place.dataset.lesson] || [];
      const done = keys.filter((key) => recall(key) !== undefined).length;
      place.textContent = done ? done + " of " + keys.length + " questions answered" : "";
    }
  }

  her2sim.pages["/learn"] = {
    show: function (answer) {
      shown = answer;
      if (!answer.lesson) return markGallery(answer);
      markSteps();
      showMap(answer);
      showStep(answer);
      if (answer.kind === "run") seen.add(answer.key);
      return undefined;
    },
  };

  // --- presenter and print ------------------------------------------------------------------

  const turn = (name) => byId(name) && byId(name).click();
  const KEYS = {
    ArrowRight: () => turn("next-step"),
    PageDown: () => turn("next-step"),
    " ": () => turn("next-step"),
    ArrowLeft: () => turn("previous-step"),
    PageUp: () => turn("previous-step"),
    r: reveal,
    m: () => document.querySelector(".presenting").classList.toggle("map-shown"),
    Escape: () => turn("present-switch"),
  };

  document.addEventListener("keydown", function (event) {
    if (!document.querySelector(".lesson.presenting")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = KEYS[key];
    // What has the focus keeps its own keys: a radio its arrows, a button its space bar.
    const own = key === " " ? "input, button, summary" : key.length > 1 ? "input" : "";
    if (!act || (own && key !== "Escape" && event.target.closest(own))) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("#print-sheet")) window.print();
    if (!event.target.closest("#forget-answers")) return;
    forget(shown.keys);
    document.querySelector(".stepper a").click();
  });
})();
