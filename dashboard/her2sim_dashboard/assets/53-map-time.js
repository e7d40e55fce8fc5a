// The map's time: a slider, and a clock that plays the course in the browser alone.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const { make } = her2sim;

  // The slider's stops are the times of the data, each divided so often.
  const FINE = 5;
  const WHOLE_MS = 8000; // the whole course at speed 1
  const CALM_STEP_MS = 700; // between pictures where motion shall be reduced
  const SPEEDS = [0.5, 1, 2];
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  her2sim.map.extend(function (map) {
    if (map.compact) return;
    const bar = make("div", null, { class: "map-time", role: "group", "aria-label": "Time" });
    const play = make("button", "▶", { type: "button", class: "map-button map-play" });
    const slider = make("input", null, { type: "range", min: "0", step: "1" });
    slider.setAttribute("aria-label", "Time of treatment shown on the map");
    const output = make("output", "", { class: "map-clock" });
    bar.append(play, slider, output, speedChoice(map));
    map.element.querySelector(".map-bar").after(bar);
    map.time = { play: play, slider: slider, output: output, speed: 1, running: 0 };
    play.addEventListener("click", () => (map.time.running ? pause(map) : start(map)));
    slider.addEventListener("input", function () {
      pause(map);
      setPlace(map, Number(slider.value) / FINE);
    });
    slider.addEventListener("change", () => settled(map));
    markPlay(map);
    map.afterPaint.push(showTime);
  });

  function speedChoice(map) {
    const select = make("select", null, { "aria-label": "Speed", class: "map-speed" });
    for (const speed of SPEEDS) select.append(make("option", speed + "×", { value: speed }));
    select.value = "1";
    select.addEventListener("change", function () {
      map.time.speed = Number(select.value);
    });
    return select;
  }

  // --- the time shown -----------------------------------------------------------------------

  function showTime(map) {
    const { times } = map.data;
    const place = her2sim.mapWords.placeOf(times, map.hours);
    const { slider, output } = map.time;
    const most = String((times.length - 1) * FINE);
    if (slider.max !== most) slider.max = most;
    const value = String(Math.round(place * FINE));
    if (slider.value !== value) slider.value = value;
    const hours = map.hours === null ? times[times.length - 1] : map.hours;
    const text = her2sim.mapWords.timeText(hours);
    if (output.textContent !== text) {
      output.textContent = text;
      slider.setAttribute("aria-valuetext", spoken(hours));
    }
  }

  const spoken = (hours) =>
    her2sim.mapWords.timeText(hours).replace(/\u00a0h/, " hours").replace(/\u00a0min/, " minutes");

  function setPlace(map, place) {
    const { times } = map.data;
    map.hours = place >= times.length - 1 ? null : her2sim.mapWords.hoursAt(times, place);
    her2sim.map.schedule(map);
  }

  // Hours from elsewhere, such as the address; null is the end.
  function setHours(map, hours) {
    map.hours = hours;
    her2sim.map.schedule(map);
  }

  function settled(map) {
    const event = new window.CustomEvent("map-time", { detail: map.hours });
    map.element.dispatchEvent(event);
  }

  // --- the clock ----------------------------------------------------------------------------

  function start(map) {
    if (!map.data || map.time.running) return;
    const last = map.data.times.length - 1;
    const from = map.hours === null ? 0 : her2sim.mapWords.placeOf(map.data.times, map.hours);
    map.time.place = from >= last ? 0 : from;
    map.time.before = null;
    map.time.running = 1;
    markPlay(map);
    if (calm.matches) stepCalmly(map);
    else map.time.running = window.requestAnimationFrame((now) => tick(map, now));
  }

  function tick(map, now) {
    const { time } = map;
    if (!time.running || !map.element.isConnected) return void (time.running = 0);
    const passed = time.before === null ? 0 : Math.min(100, now - time.before);
    time.before = now;
    const last = map.data.times.length - 1;
    time.place += (passed / WHOLE_MS) * last * time.speed;
    setPlace(map, Math.min(last, time.place));
    if (time.place >= last) return pause(map);
    time.running = window.requestAnimationFrame((next) => tick(map, next));
    return undefined;
  }

  // Where motion shall be reduced, a few still pictures one after another.
  function stepCalmly(map) {
    const { time } = map;
    if (!time.running || !map.element.isConnected) return void (time.running = 0);
    const last = map.data.times.length - 1;
    setPlace(map, Math.min(last, time.place));
    if (time.place >= last) return pause(map);
    time.place = Math.min(last, time.place + last / 10);
    time.running = window.setTimeout(stepCalmly, CALM_STEP_MS / time.speed, map);
    return undefined;
  }

  function pause(map) {
    if (!map.time.running) return;
    window.cancelAnimationFrame(map.time.running);
    window.clearTimeout(map.time.running);
    map.time.running = 0;
    markPlay(map);
    settled(map);
  }

  function markPlay(map) {
    const running = Boolean(map.time.running);
    const label = running ? "Pause" : "Play the time course on the map";
    map.time.play.textContent = running ? "❚❚" : "▶";
    map.time.play.setAttribute("aria-label", label);
    map.time.play.title = label;
  }

  her2sim.mapTime = { setHours: setHours, pause: pause };
})();
