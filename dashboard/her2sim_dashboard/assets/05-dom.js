// Small helpers that build what the pages show. Everything goes in as text.
(function () {
  "use strict";

  const her2sim = (window.her2sim = window.her2sim || {});
  // What a page does with its answers, by path: {show(answer), settled(answer, isChange)}.
  her2sim.pages = {};

  // Let one more script take part in what a page does with its answers.
  her2sim.join = function (path, own) {
    const page = (her2sim.pages[path] = her2sim.pages[path] || {});
    for (const [name, act] of Object.entries(own)) {
      const before = page[name];
      page[name] = function (...given) {
        if (before) before(...given);
        act(...given);
      };
    }
  };

  her2sim.make = function (tag, text, attributes) {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    return made;
  };

  her2sim.say = function (id, text) {
    const place = document.getElementById(id);
    if (place && place.textContent !== text) place.textContent = text;
  };

  // A table of columns and groups of rows; the first column is that of the rows' names.
  her2sim.table = function (caption, columns, bodies) {
    const made = her2sim.make("table");
    if (caption) made.append(her2sim.make("caption", caption));
    const head = made.createTHead().insertRow();
    columns.forEach((name, index) => {
      head.append(her2sim.make("th", name, { scope: "col", class: index ? "number" : "" }));
    });
    for (const rows of bodies) {
      const body = her2sim.make("tbody");
      body.append(...rows);
      made.append(body);
    }
    return made;
  };

  // A row of a name and cells, each [text, class].
  her2sim.row = function (label, cells) {
    const made = her2sim.make("tr");
    made.append(her2sim.make("th", label, { scope: "row" }));
    for (const [text, kind] of cells) {
      made.append(her2sim.make("td", text, { class: kind || "number" }));
    }
    return made;
  };
})();
