// Long work: a stream of lines from the server, shown as progress, that can be stopped.
(function () {
  "use strict";

  const her2sim = window.her2sim;
  const running = new Map();

  // Start the job at <path>.stream?<query>. A bar (the element whose data-job is the name) shows how
  // far it is; a job of the same name is stopped first. Handlers: part(found), result(found),
  // failed(text). Returns a function that stops it.
  her2sim.job = function (name, path, query, handlers) {
    her2sim.stopJob(name);
    const control = new window.AbortController();
    const job = { control: control, begun: Date.now(), handlers: handlers || {}, done: false };
    running.set(name, job);
    bar(name, { state: "running", text: "Starting …", share: null });
    read(name, job, path + ".stream?" + query).catch(function (error) {
      if (running.get(name) !== job) return;
      running.delete(name);
      if (control.signal.aborted) return;
      const text = "The connection broke off; what was there is kept. Run it again to go on.";
      bar(name, { state: "failed", text: text, share: null });
      if (job.handlers.failed) job.handlers.failed(text, error);
    });
    return () => her2sim.stopJob(name);
  };

  her2sim.stopJob = function (name) {
    const job = running.get(name);
    if (!job) return;
    running.delete(name);
    job.control.abort();
    bar(name, { state: "stopped", text: "Stopped. What was there is kept.", share: null });
  };

  her2sim.stopJobs = function () {
    for (const name of [...running.keys()]) her2sim.stopJob(name);
  };

  // Stop a job that the page itself has made pointless; there is nothing to tell then.
  her2sim.quiet = function (name) {
    if (!running.has(name)) return;
    her2sim.stopJob(name);
    bar(name, { state: "idle", text: "", share: null });
  };

  her2sim.jobRunning = (name) => running.has(name);

  async function read(name, job, address) {
    const answer = await window.fetch(address, { signal: job.control.signal });
    if (!answer.ok || !answer.body) throw new Error("status " + answer.status);
    const reader = answer.body.getReader();
    const decoder = new window.TextDecoder();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      const lines = text.split("\n");
      text = lines.pop();
      for (const line of lines) if (line && running.get(name) === job) take(name, job, JSON.parse(line));
    }
    if (!job.done && running.get(name) === job) throw new Error("the stream ended early");
  }

  function take(name, job, line) {
    if (line.progress) {
      const [done, total] = line.progress;
      bar(name, { state: "running", text: told(job, done, total), share: done / total });
    } else if (line.waiting) {
      bar(name, { state: "running", text: "Waiting for other visitors' work …", share: null });
    } else if (line.part) {
      if (job.handlers.part) job.handlers.part(line.part);
    } else {
      job.done = true;
      running.delete(name);
      if (line.error) {
        bar(name, { state: "failed", text: line.error, share: null });
        her2sim.speak(line.error);
        if (job.handlers.failed) job.handlers.failed(line.error);
      } else {
        bar(name, { state: "done", text: "", share: 1 });
        if (job.handlers.result) job.handlers.result(line.result);
      }
    }
  }

  function told(job, done, total) {
    const seconds = (Date.now() - job.begun) / 1000;
    const left = done ? Math.ceil((seconds * (total - done)) / done) : null;
    const share = Math.floor((100 * done) / total) + " %";
    return left === null || seconds < 1 ? share : share + ", about " + left + " s left";
  }

  // The bar of panels.job_bar: a progress element, a line of text, a button to stop.
  function bar(name, { state, text, share }) {
    const place = document.querySelector('[data-job="' + name + '"]');
    if (!place) return;
    place.dataset.state = state;
    place.querySelector(".job-text").textContent = text;
    const meter = place.querySelector("progress");
    if (share === null) meter.removeAttribute("value");
    else meter.value = share;
    meter.hidden = state !== "running";
    place.querySelector("[data-stop-job]").hidden = state !== "running";
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-stop-job]");
    if (button) her2sim.stopJob(button.dataset.stopJob);
  });
})();
