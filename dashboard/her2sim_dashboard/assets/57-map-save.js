// The map as a file: a picture that stands on its own, with what it shows written below it.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make } = her2sim;
  const words = her2sim.mapWords;

  const LINE = 22; // units of the picture between lines of the caption
  const CHARACTER = 8; // mean width of one at the caption's size
  const PNG_SCALE = 2;

  her2sim.map.extend(function (map) {
    if (map.compact) return;
    const row = make("div", null, { class: "map-save" });
    for (const kind of ["svg", "png"]) {
      const save = make("button", kind.toUpperCase(), {
        type: "button",
        class: "button small",
        "data-save-map": kind,
        "aria-label": "Save the map as " + kind.toUpperCase(),
      });
      save.addEventListener("click", () => saveAs(map, kind));
      row.append(save);
    }
    const sbgn = make("a", "SBGN-ML", { class: "button small", download: "" });
    sbgn.setAttribute("href", her2sim.mapAddress("/map.sbgn"));
    sbgn.setAttribute("aria-label", "Download the map as SBGN-ML");
    row.append(sbgn);
    map.element.append(row);
  });

  // --- the picture --------------------------------------------------------------------------

  function caption(map) {
    const sentence = document.getElementById("sentence");
    const stamp = document.querySelector(".stamp");
    const end = map.data.times[map.data.times.length - 1];
    const hours = map.hours === null ? end : map.hours;
    return [
      sentence ? sentence.textContent : "",
      "At " + words.timeText(hours) + ". Colours and numbers: multiples of " +
        words.baseOf(map).words + ".",
      (stamp ? stamp.textContent + " · " : "") + "Predicted by the model. Not for clinical decisions.",
    ].filter(Boolean);
  }

  // Light, whatever the page is, and every colour written out: programs that read the file know
  // nothing of this page.
  function standalone(map) {
    const copy = map.svg.cloneNode(true);
    for (const part of copy.querySelectorAll(".hit, [hidden]")) part.remove();
    for (const group of copy.querySelectorAll(".node")) {
      const said = map.nodes.get(group.dataset.node).said;
      if (said.fill) group.querySelector(".body").style.fill = said.fill;
      for (const text of said.ink ? group.querySelectorAll(".label, .value") : []) text.style.fill = said.ink;
      group.removeAttribute("style");
      if (group.classList.contains("off")) group.style.opacity = "0.5";
      if (group.classList.contains("unknown")) group.querySelector(".body").style.strokeDasharray = "4 3";
    }
    for (const part of copy.querySelectorAll("[tabindex]")) {
      for (const name of ["tabindex", "role"]) part.removeAttribute(name);
    }
    const style = copy.querySelector("style") || copy.insertBefore(svgPart(map, "style", {}), copy.firstChild);
    style.textContent = map.details.print_style;
    copy.removeAttribute("style");
    copy.classList.remove("marking");
    const [, , width, height] = map.svg.getAttribute("viewBox").split(" ").map(Number);
    const lines = caption(map).flatMap((line) => words.wrapped(line, width / CHARACTER));
    const whole = height + LINE * (lines.length + 1);
    copy.setAttribute("viewBox", "0 0 " + width + " " + whole);
    copy.setAttribute("width", String(width));
    copy.setAttribute("height", String(whole));
    copy.append(svgPart(map, "rect", { x: 0, y: height, width: width, height: whole - height, fill: "#ffffff" }));
    lines.forEach(function (line, number) {
      const text = svgPart(map, "text", { x: 22, y: height + LINE * (number + 1.1), "font-size": number ? 14 : 16 });
      text.textContent = line;
      copy.append(text);
    });
    return { text: new window.XMLSerializer().serializeToString(copy), width: width, height: whole };
  }

  function svgPart(map, tag, attributes) {
    const made = document.createElementNS(map.svg.namespaceURI, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    return made;
  }

  // --- the file -----------------------------------------------------------------------------

  async function saveAs(map, kind) {
    if (!map.data) return;
    const picture = standalone(map);
    const svg = new window.Blob([picture.text], { type: "image/svg+xml" });
    const file = kind === "svg" ? svg : await drawn(svg, picture);
    const link = make("a", "", { download: name(kind) });
    link.href = window.URL.createObjectURL(file);
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => window.URL.revokeObjectURL(link.href), 10000);
  }

  async function drawn(svg, { width, height }) {
    const address = window.URL.createObjectURL(svg);
    const image = new window.Image();
    image.src = address;
    await image.decode();
    const canvas = make("canvas");
    [canvas.width, canvas.height] = [width * PNG_SCALE, height * PNG_SCALE];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    window.URL.revokeObjectURL(address);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  function name(kind) {
    const sentence = document.getElementById("sentence");
    const words = "her2sim-map-" + (sentence ? sentence.textContent : "");
    return words.replace(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "").slice(0, 120) + "." + kind;
  }

  // The map as files {name: content}: SVG as text, PNG in base64.
  her2sim.mapFiles = async function (element) {
    const map = element && her2sim.map.of(element);
    if (!map || !map.data) return {};
    const picture = standalone(map);
    const svg = new window.Blob([picture.text], { type: "image/svg+xml" });
    const bytes = new Uint8Array(await (await drawn(svg, picture)).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { "map.svg": picture.text, "map.png": window.btoa(text) };
  };

  her2sim.mapPicture = (element) => standalone(her2sim.map.of(element));
})();
