// The shell in the browser: from address to page, undo and redo, light and dark, copying.
(function () {
  "use strict";

  const her2sim = (window.her2sim = window.her2sim || {});
  window.dash_clientside = window.dash_clientside || {};
  const clientside = (window.dash_clientside.her2sim = window.dash_clientside.her2sim || {});

  // Each settled change is one entry of the browser's history, numbered so that undo and redo
  // know where they may go; the Back button walks the same entries.
  const history_ = { index: 0, last: 0, visits: 0, firstShown: false };
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const byId = (id) => document.getElementById(id);

  her2sim.speak = function (text) {
    const place = byId("spoken");
    if (place && place.textContent !== text) place.textContent = text;
  };

  her2sim.fail = function (text) {
    setProps("failure", { children: text });
  };

  function visit(path, query) {
    history_.visits += 1;
    her2sim.forget();
    setProps("visit", { data: { path: path, query: query, visit: history_.visits } });
  }

  function markTools() {
    if (byId("undo")) byId("undo").disabled = history_.index <= 0;
    if (byId("redo")) byId("redo").disabled = history_.index >= history_.last;
  }

  // Write a settled state into the address: a new entry for a change, none on arrival.
  her2sim.write = function (path, query, isChange) {
    const address = path + "?" + query;
    if (window.location.pathname + window.location.search !== address) {
      if (isChange) {
        history_.index += 1;
        history_.last = history_.index;
        window.history.pushState({ her2sim: history_.index }, "", address);
      } else {
        window.history.replaceState({ her2sim: history_.index }, "", address);
      }
    }
    markLinks(query);
    markTools();
  };

  // The links of the header lead to the same cells on another page.
  function markLinks(query) {
    for (const link of document.querySelectorAll(".top [data-page]")) {
      link.setAttribute("href", link.dataset.page + (query ? "?" + query : ""));
    }
  }

  // Called once by Dash when the shell is there.
  clientside.arrive = function (vocabulary) {
    her2sim.learn(vocabulary);
    const state = window.history.state;
    history_.index = (state && state.her2sim) || 0;
    history_.last = history_.index;
    window.history.replaceState({ her2sim: history_.index }, "", window.location.href);
    markTools();
    return { path: window.location.pathname, query: window.location.search, visit: 0 };
  };

  // Called by Dash when a page has been put in place.
  clientside.shown = function () {
    window.requestAnimationFrame(function () {
      const heading = document.querySelector("main h1");
      for (const link of document.querySelectorAll("nav [data-page]")) {
        const here = link.dataset.page === window.location.pathname;
        if (here) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
        if (here) document.title = link.textContent + " · her2sim";
        if (here) link.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
      markLinks(window.location.search.replace(/^\?/, ""));
      if (history_.firstShown && history_.moved && heading) heading.focus();
      history_.firstShown = true;
      history_.moved = false;
      fold();
      her2sim.describeSliders();
    });
    return window.dash_clientside.no_update;
  };

  // On a phone the scenario starts folded, so that the result is what one sees first; a page whose
  // result needs more room says below which width.
  const PHONE = 719;
  function fold() {
    const builder = byId("builder");
    const below = builder && (builder.dataset.foldBelow || PHONE);
    if (builder) builder.open = !window.matchMedia("(max-width: " + below + "px)").matches;
  }
  let wide = window.innerWidth;
  window.addEventListener("resize", function () {
    // The height alone changes when a phone's keyboard comes and goes.
    if (window.innerWidth !== wide) fold();
    wide = window.innerWidth;
  });

  window.addEventListener("popstate", function (event) {
    history_.index = (event.state && event.state.her2sim) || 0;
    history_.last = Math.max(history_.last, history_.index);
    visit(window.location.pathname, window.location.search);
    markTools();
  });

  const undo = () => history_.index > 0 && window.history.back();
  const redo = () => history_.index < history_.last && window.history.forward();

  function follow(event, link) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const target = new URL(link.href);
    if (target.href !== window.location.href) {
      history_.index += 1;
      history_.last = history_.index;
      window.history.pushState({ her2sim: history_.index }, "", target.href);
    }
    history_.moved = true;
    visit(target.pathname, target.search);
    markTools();
  }

  function switchScheme() {
    const root = document.documentElement;
    const dark = root.getAttribute("data-mantine-color-scheme") === "dark";
    const next = dark ? "light" : "dark";
    try {
      window.localStorage.setItem("mantine-color-scheme-value", next);
    } catch {
      // Without storage the choice lasts until the page is left.
    }
    setProps("theme", { forceColorScheme: next });
    root.setAttribute("data-mantine-color-scheme", next);
  }

  async function copy(text, button) {
    try {
      await window.navigator.clipboard.writeText(text);
    } catch {
      // Clipboards need https; on a plain address the old way still works.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.dataset.done = "copied";
    her2sim.speak("Copied.");
    window.setTimeout(() => delete button.dataset.done, 1600);
  }

  document.addEventListener("click", function (event) {
    const target = event.target.closest("[data-page],[data-copy],[data-copy-link],.tool");
    if (!target) return;
    if (target.dataset.page) follow(event, target);
    else if (target.dataset.copyLink) copy(window.location.href, target);
    else if (target.dataset.copy) copy(byId(target.dataset.copy).textContent, target);
    else if (target.id === "share") copy(window.location.href, target);
    else if (target.id === "undo") undo();
    else if (target.id === "redo") redo();
    else if (target.id === "scheme") switchScheme();
  });

  document.addEventListener("keydown", function (event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    // Text boxes have an undo of their own.
    if (event.target.closest("input:not([type=radio]), textarea, [contenteditable]")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) redo();
    else undo();
  });
})();
