// What a node of the map says: its value at a time, as a colour, a number, and a sentence.
(function () {
  "use strict";

  const her2sim = window.her2sim;

  const BADGE_CHARACTER = 6; // width of one in a badge, in units of the picture

  // The colours can be multiples of these; data.nodes, .untreated and .wild are all log2 multiples
  // of the untreated wild type, so a difference of two is the log2 of their ratio.
  const BASES = {
    nodes: { label: "untreated wild type", words: "untreated wild type" },
    untreated: { label: "this cell untreated", words: "this cell untreated" },
    wild: { label: "wild type, same treatment", words: "the wild type on the same treatment" },
  };

  // A page may compare with something of its own: map.ownBase {label, words}, data.other.
  const baseOf = (map) => BASES[map.base] || map.ownBase;

  // --- time ---------------------------------------------------------------------------------

  // A time as a place between the times of the data: 2.25 is a quarter of the way from 2 to 3.
  function placeOf(times, hours) {
    const last = times.length - 1;
    if (hours === null || hours >= times[last]) return last;
    let after = 1;
    while (after < last && times[after] < hours) after += 1;
    const share = (hours - times[after - 1]) / (times[after] - times[after - 1]);
    return after - 1 + Math.max(0, share);
  }

  function hoursAt(times, place) {
    const before = Math.floor(place);
    if (before >= times.length - 1) return times[times.length - 1];
    return times[before] + (times[before + 1] - times[before]) * (place - before);
  }

  function between(values, place) {
    if (!values) return null;
    if (values.length === 1) return values[0];
    const before = Math.floor(place);
    const share = place - before;
    if (!share) return values[before];
    const [low, high] = [values[before], values[before + 1]];
    return low === null || high === null ? null : low + (high - low) * share;
  }

  // --- values -------------------------------------------------------------------------------

  // {log2, amount, other} of a node at the map's time, other being the amount that it is compared
  // with; log2 is null where there is no multiple. A node that shows no quantity has no reading.
  function reading(map, id, hours) {
    const data = map.data;
    const values = data && data.nodes[id];
    if (!values) return null;
    const at = hours === undefined ? map.hours : hours;
    const place = placeOf(data.times, at);
    const own = between(values, place);
    const amounts = data.amounts[id];
    const amount = amounts ? between(amounts.nodes, place) : data.base[id] * Math.pow(2, own);
    if (map.base === "nodes" || !data[map.base]) {
      return { log2: own, amount: amount, other: data.base[id] };
    }
    const logs = between(data[map.base][id], place);
    const other = amounts ? between(amounts[map.base], place) : data.base[id] * Math.pow(2, logs);
    if (own !== null && logs !== null) return { log2: own - logs, amount: amount, other: other };
    const ratio = amount > 0 && other > 0 ? Math.log2(amount / other) : null;
    return { log2: ratio, amount: amount, other: other };
  }

  // The row of the colour scale for a log2 multiple; beyond its ends the last colour holds.
  function stop(map, log2) {
    if (log2 === null) return null;
    const { stops } = map.details.scale;
    const low = stops[0].log2;
    const share = (log2 - low) / (stops[stops.length - 1].log2 - low);
    return stops[Math.round(Math.min(1, Math.max(0, share)) * (stops.length - 1))];
  }

  // --- words --------------------------------------------------------------------------------

  // The same figures as on the rest of the page: two below ten, three above.
  function figures(value, count) {
    if (value === 0) return "0";
    const size = Math.abs(value);
    const digits = count || (size < 10 ? 2 : 3);
    const rounded = Number(value.toPrecision(digits));
    const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))));
    if (decimals > 8 || size >= 1e9) return value.toExponential(digits - 1).replace("-", "−");
    const [whole, part] = rounded.toFixed(decimals).replace("-", "−").split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return part ? grouped + "." + part : grouped;
  }

  function ratioText(map, log2) {
    const lowest = map.details.lowest_fold;
    const ratio = Math.pow(2, log2);
    if (ratio <= lowest * 1.001) return "<" + figures(lowest, 1);
    if (ratio * lowest >= 1) return ">" + figures(1 / lowest, 1);
    return figures(ratio);
  }

  function arrow(map, log2) {
    const ratio = Math.pow(2, log2);
    if (Math.abs(ratio - 1) <= map.details.unchanged_within) return "=";
    return ratio > 1 ? "▲" : "▼";
  }

  // On the node: "0.23× ▼"; where there is no multiple, that there is something, or nothing.
  function short(map, read) {
    if (read.log2 !== null) return ratioText(map, read.log2) + "× " + arrow(map, read.log2);
    if (read.amount === 0) return "none";
    if (read.amount < 0) return "below 0 ▼";
    return read.other === 0 ? "new ▲" : "–";
  }

  function amountText(detail, amount) {
    if (amount === null || !Number.isFinite(amount)) return "–";
    const unit = detail.shows.unit === "1" ? "" : "\u00a0" + detail.shows.unit;
    return figures(amount, 3) + unit;
  }

  function ratioWords(map, read, detail) {
    // A page may compare with something of its own, which then brings its words.
    const base = baseOf(map).words;
    if (read.log2 !== null) return ratioText(map, read.log2) + " times " + base;
    const amount = amountText(detail, read.amount);
    if (read.amount < 0) return amount + ", below zero";
    if (read.other !== 0) return amount + ", where " + base + " is below zero";
    return read.amount === 0 ? "none, as in " + base : amount + ", where " + base + " has none";
  }

  // "AKT, phosphorylated at S473, 0.23 times untreated wild type"
  function sentence(map, id) {
    const detail = map.details.nodes[id];
    const parts = [detail.label];
    const read = reading(map, id);
    if (read) {
      if (detail.shows.words !== detail.label) parts.push(detail.shows.words);
      parts.push(ratioWords(map, read, detail));
    } else if (map.nodes.get(id) && map.nodes.get(id).drug) {
      parts.push(map.data.doses[id] || "not given");
    }
    const badge = map.data.badges[id];
    if (badge) parts.push(badgeWords(badge));
    return parts.join(", ");
  }

  const KINDS = { mutation: "mutation: ", knockdown: "knock-down, left: ", ligand: "added: " };
  const badgeWords = ([text, kind]) => (KINDS[kind] || "") + text;

  function timeText(hours) {
    if (Number.isInteger(hours)) return hours + "\u00a0h";
    if (hours < 1) return figures(hours * 60, 2) + "\u00a0min";
    return hours.toFixed(1) + "\u00a0h";
  }

  function wrapped(text, most) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length > most) lines.push(word);
      else lines[lines.length - 1] = last ? last + " " + word : word;
    }
    return lines;
  }

  // A badge grows with its text, to both sides.
  function fitBadge(badge, words) {
    const width = Math.max(24, BADGE_CHARACTER * words.length + 12);
    const box = badge.querySelector("rect");
    box.setAttribute("width", String(width));
    box.setAttribute("x", String(-width / 2));
  }

  her2sim.mapWords = {
    BASES: BASES,
    baseOf: baseOf,
    placeOf: placeOf,
    hoursAt: hoursAt,
    reading: reading,
    stop: stop,
    figures: figures,
    short: short,
    amountText: amountText,
    ratioWords: ratioWords,
    ratioText: ratioText,
    arrow: arrow,
    sentence: sentence,
    badgeWords: badgeWords,
    timeText: timeText,
    wrapped: wrapped,
    fitBadge: fitBadge,
  };
})();
