// Taking along: links to files of what is shown, and all pictures of a page at once.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const APART_MS = 250; // browsers drop downloads that begin together

  function show(answer) {
    for (const link of document.querySelectorAll("[data-file]")) {
      link.setAttribute("href", link.dataset.file + "?" + answer.query);
    }
  }

  function saveAll(kind) {
    const savers = document.querySelectorAll('figure:not([hidden]) [data-picture][data-kind="' + kind + '"]');
    [...savers].forEach((saver, place) => window.setTimeout(() => saver.click(), APART_MS * place));
    her2sim.speak("Saving " + savers.length + " pictures.");
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-save-all],[data-go]");
    if (!button) return;
    if (button.dataset.saveAll) return void saveAll(button.dataset.saveAll);
    const place = document.getElementById(button.dataset.go);
    if (!place) return;
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  });

  her2sim.join("/explore", { show: show });
})();
