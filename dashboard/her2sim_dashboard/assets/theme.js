// Runs before anything is painted, so that a dark page never flashes white.
(function () {
  "use strict";
  let saved = null;
  try {
    saved = window.localStorage.getItem("mantine-color-scheme-value");
  } catch {
    // Storage may be blocked; the system's choice then counts.
  }
  const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const scheme = saved === "dark" || saved === "light" ? saved : system;
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
})();
