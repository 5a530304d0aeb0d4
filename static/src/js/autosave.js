// <form data-autosave="whose draft of what" action="…"> saves as one types; until the server has it, this tab keeps it.
// The form hears "autosave:saved" and "autosave:refused" with what the server said.
import { csrfToken } from "./htmx.js";

const QUIET = 2000;
// Whoever types without a pause is saved all the same.
const LONGEST_TYPING = 5000;
const LONGEST_WAIT = 60000;
const states = new WeakMap();
const all = () => [...document.querySelectorAll("form[data-autosave]")];
const key = (form) => `draft:${form.dataset.autosave}`;
const fields = (form) => [...form.elements].filter((one) => one.name && !/^(hidden|file|submit|button)$/.test(one.type));
const isBox = (one) => one.type === "checkbox" || one.type === "radio";
const values = (form) => JSON.stringify(fields(form).map((one) => isBox(one) ? one.checked : one.value));

function stateOf(form) {
  if (!states.has(form)) states.set(form, { version: 0, saved: 0, tries: 0, timer: 0, isBusy: false });
  return states.get(form);
}

function say(form, name, words = {}) {
  const place = form.querySelector("[data-autosave-state]") ?? document.querySelector("[data-autosave-state]");
  if (!place) return;
  place.dataset.autosaveState = name;
  place.textContent = place.dataset[name].replace(/%\((\w+)\)s/, (_all, word) => words[word] ?? "").trim();
}

const tell = (form, what, detail) => form.dispatchEvent(new CustomEvent(`autosave:${what}`, { detail, bubbles: true }));

function touch(form, wait = QUIET) {
  const state = stateOf(form);
  const typed = values(form);
  // Leaving a field says "change" once more, of what was heard letter by letter.
  if (typed === state.typed && state.saved === state.version) return;
  if (typed !== state.typed) state.version += 1;
  state.typed = typed;
  sessionStorage.setItem(key(form), typed);
  state.since ||= Date.now();
  clearTimeout(state.timer);
  state.timer = setTimeout(save, Math.max(0, Math.min(wait, state.since + LONGEST_TYPING - Date.now())), form);
}

// What the server will not take today it will not take in two seconds either, until something else is typed.
const isRefusal = ({ status }) => status >= 400 && status < 500 && status !== 408 && status !== 429;

async function refused(form, answer, version) {
  const state = Object.assign(stateOf(form), { isBusy: false, tries: 0 });
  // It is the words that are wrong, not who sent them or when.
  if (answer.status === 409 || answer.status === 422) state.refused = version;
  if (version !== state.version) state.timer = setTimeout(save, QUIET, form);
  const said = await answer.json().catch(() => ({}));
  say(form, "refused", { why: said.detail || said.title || "" });
  tell(form, "refused", said);
}

async function save(form) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (!form.isConnected || state.isBusy || [state.saved, state.refused].includes(state.version)) return;
  const { version } = state;
  Object.assign(state, { isBusy: true, since: 0 });
  try {
    if (!navigator.onLine) throw new Error("offline");
    say(form, "saving");
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
      keepalive: document.hidden,
    });
    if (isRefusal(answer)) return refused(form, answer, version);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const said = await answer.json();
    Object.assign(state, { saved: version, tries: 0 });
    const date = Date.parse(answer.headers.get("Date"));
    if (date) document.dispatchEvent(new CustomEvent("server:time", { detail: date }));
    if (version === state.version) {
      sessionStorage.removeItem(key(form));
      say(form, "saved", said);
    }
    tell(form, "saved", said);
  } catch {
    state.tries += 1;
    say(form, "failed");
  }
  state.isBusy = false;
  if (state.saved === state.version) return;
  state.timer = setTimeout(save, Math.min(QUIET * 2 ** Math.max(state.tries - 1, 0), LONGEST_WAIT), form);
}

function restore(form) {
  const kept = sessionStorage.getItem(key(form));
  const parts = fields(form);
  if (!kept) return;
  const draft = JSON.parse(kept);
  // A form that has other fields now is another form.
  if (draft.length !== parts.length) return;
  parts.forEach((one, number) => (one[isBox(one) ? "checked" : "value"] = draft[number]));
  say(form, "restored");
  touch(form, 0);
}

const formOf = (event) => event.target.form?.closest("[data-autosave]");
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => formOf(event) && touch(formOf(event)));
}
document.addEventListener("focusout", (event) => formOf(event) && save(formOf(event)));
document.addEventListener("visibilitychange", () => document.hidden && all().forEach(save));
addEventListener("online", () => {
  for (const form of all()) {
    stateOf(form).tries = 0;
    save(form);
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-autosave]");
  if (!form) return;
  // Without a connection the browser would leave for a page of its own, and what was typed with it.
  if (!navigator.onLine) {
    event.preventDefault();
    return touch(form);
  }
  clearTimeout(stateOf(form).timer);
  stateOf(form).saved = stateOf(form).version;
  sessionStorage.removeItem(key(form));
});
// The answer to it says that the draft was kept too.
document.addEventListener("draft-kept", ({ target, detail }) => {
  const form = target.closest("form[data-autosave]");
  if (form && stateOf(form).saved === stateOf(form).version) say(form, "saved", detail);
});
// A button that sends the form by htmx waits for a save on its way, and then stands for it.
document.addEventListener("htmx:confirm", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form) return;
  event.preventDefault();
  clearTimeout(stateOf(form).timer);
  const go = () => {
    if (stateOf(form).isBusy) return setTimeout(go, 50);
    clearTimeout(stateOf(form).timer);
    stateOf(form).saved = stateOf(form).version;
    event.detail.issueRequest(true);
  };
  go();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.elt.closest?.("form[data-autosave]");
  if (form) sessionStorage.removeItem(key(form));
});
document.addEventListener("htmx:load", () => all().forEach((form) => states.has(form) || (stateOf(form), restore(form))));
all().forEach((form) => (stateOf(form), restore(form)));
