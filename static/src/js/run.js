// The clock of a run: how long there is comes from the server, so a wrong clock on this device changes nothing.
import { announce } from "./announce.js";

const ANNOUNCED = [10, 5, 1];
const two = (number) => String(number).padStart(2, "0");

function written(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function start(bar) {
  const clock = bar.querySelector("[data-clock]");
  const ends = Date.parse(bar.dataset.endsAt);
  // The server wrote its time when its answer began.
  const began = performance.getEntriesByType?.("navigation")[0]?.responseStart ?? performance.now();
  let base = Date.parse(bar.dataset.now) - began;
  let before = 0;

  function tick() {
    const left = Math.max(0, Math.ceil((ends - base - performance.now()) / 1000));
    if (left) {
      clock.textContent = written(left);
      bar.toggleAttribute("data-soon", left <= 60);
      // Only what is passed while one looks: a page that opens late says nothing but its clock.
      const passed = ANNOUNCED.findLast((limit) => left <= limit * 60 && before > limit * 60);
      if (passed) announce(bar.dataset[`left-${passed}`]);
      before = left;
      return;
    }
    clearInterval(timer);
    bar.toggleAttribute("data-soon", true);
    clock.textContent = bar.dataset.over;
    announce(bar.dataset.over);
    finish();
    addEventListener("online", finish);
  }

  function finish() {
    const form = document.getElementById(bar.dataset.form);
    if (!form) return;
    // What is there counts, complete or not.
    form.noValidate = true;
    form.requestSubmit();
  }

  document.addEventListener("server:time", (event) => (base = event.detail - performance.now()));
  const timer = setInterval(tick, 500);
  tick();
}

for (const bar of document.querySelectorAll("[data-ends-at]")) start(bar);
