// Steps between states in place, and the pins that take a cell along to the Compare page.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { say } = her2sim;
  const byId = (id) => document.getElementById(id);

  // Ask for the state of an address as a change of the present page; keys left out stay as they are.
  her2sim.goTo = function (query, except) {
    const wanted = new URLSearchParams(query);
    const present = her2sim.query();
    const changes = {};
    for (const key of new Set([...wanted.keys(), ...present.keys()])) {
      if (except && except.includes(key)) continue;
      if (wanted.get(key) !== present.get(key)) changes[key] = wanted.get(key);
    }
    if (Object.keys(changes).length) her2sim.change(changes);
  };

  her2sim.isPlainClick = (event) =>
    event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;

  her2sim.showPins = function (pin) {
    const [keep, compare] = [byId("pin"), byId("pin-compare")];
    if (!keep || !pin) return;
    const count = pin.names.length;
    // A link without an address is one that leads nowhere, which is said too.
    if (pin.query) keep.setAttribute("href", window.location.pathname + "?" + pin.query);
    else keep.removeAttribute("href");
    for (const [name, value] of [["role", "link"], ["aria-disabled", "true"]]) {
      if (pin.query) keep.removeAttribute(name);
      else keep.setAttribute(name, value);
    }
    say("pin", pin.kept ? "Pinned ✓" : pin.full ? "No room to pin" : "Pin");
    const cells = count + (pin.kept ? 0 : 1);
    say("pin-compare", count ? "Compare " + cells + " cells" : "Compare");
    compare.setAttribute("href", compare.dataset.page + "?" + pin.compare);
    compare.classList.toggle("leading", count > 0);
    say("pin-told", count ? "Pinned: " + pin.names.join("; ") : "");
  };

  document.addEventListener("click", function (event) {
    const keep = event.target.closest("#pin[href]");
    if (!keep || !her2sim.isPlainClick(event)) return;
    event.preventDefault();
    her2sim.goTo(keep.search);
  });
})();
