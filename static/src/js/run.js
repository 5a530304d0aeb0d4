// The clock of a run: how long there is comes from the server, so a wrong clock on this device changes nothing.
import { announce } from "./announce.js";

const ANNOUNCED = [10, 5, 1];
const SLEPT = 5000;
const two = (number) => String(number).padStart(2, "0");

function written(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function start(bar) {
  const clock = bar.querySelector("[data-clock]");
  const ends = Date.parse(bar.dataset.endsAt);
  const drift = () => Date.now() - performance.now();
  let known = drift();
  // The server wrote its time when its answer began.
  const began = performance.getEntriesByType?.("navigation")[0]?.responseStart ?? performance.now();
  let base = Date.parse(bar.dataset.now) - began;
  let before = 0;

  function tick() {
    if (Math.abs(drift() - known) > SLEPT) ask();
    const left = Math.max(0, Math.ceil((ends - base - performance.now()) / 1000));
    bar.toggleAttribute("data-soon", left <= 60);
    clock.textContent = left ? written(left) : bar.dataset.over;
    // Only what is passed while one looks: a page that opens late says nothing but its clock, and sends nothing.
    const passed = ANNOUNCED.findLast((limit) => left <= limit * 60 && before > limit * 60);
    if (left && passed) announce(bar.dataset[`left-${passed}`]);
    if (!left) end(before > 0);
    before = left;
  }

  // A device that slept, or whose clock was set, may have lost count.
  async function ask() {
    known = drift();
    if (!navigator.onLine) return;
    const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
    set(Date.parse(answer?.headers.get("Date")));
  }

  function set(time) {
    if (time) base = time - performance.now();
  }

  function end(wasWatched) {
    clearInterval(timer);
    if (!wasWatched) return;
    announce(bar.dataset.over);
    send();
    addEventListener("online", send);
  }

  function send() {
    const form = document.getElementById(bar.dataset.form);
    if (!form) return;
    // What is there counts, complete or not.
    form.noValidate = true;
    form.requestSubmit();
  }

  document.addEventListener("server:time", (event) => set(event.detail));
  const timer = setInterval(tick, 500);
  tick();
}

for (const bar of document.querySelectorAll("[data-ends-at]")) start(bar);
