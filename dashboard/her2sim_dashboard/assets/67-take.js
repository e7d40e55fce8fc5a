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

  // Charts and map are drawn here, so they are sent along; without them the link still works.
  async function saveWhole(link) {
    her2sim.speak("Gathering the files.");
    link.setAttribute("aria-busy", "true");
    try {
      const pictures = Object.assign(
        await her2sim.mapFiles(document.getElementById("map")),
        await her2sim.chartFiles(),
      );
      const answer = await window.fetch(link.href, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ pictures: pictures }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
      hand(await answer.blob(), name ? name[1] : "her2sim.zip");
    } catch {
      window.location.assign(link.href);
    }
    link.removeAttribute("aria-busy");
  }

  function hand(file, name) {
    const link = her2sim.make("a", "", { download: name });
    link.href = window.URL.createObjectURL(file);
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => window.URL.revokeObjectURL(link.href), 10000);
  }

  document.addEventListener("click", function (event) {
    const whole = event.target.closest('[data-file$=".zip"]');
    if (whole && event.button === 0 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      return void saveWhole(whole);
    }
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
