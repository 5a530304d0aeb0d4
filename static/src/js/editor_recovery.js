// After a crash, or days later in another tab: what was typed and never reached the server is offered, not put in.
import { write } from "./editor_view.js";

const KEPT_DAYS = 30;
const nameOf = (form) => `program:${form.dataset.keeps}`;

function kept(form) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(form)));
  } catch {
    return null;
  }
}

function keep(form, text) {
  try {
    localStorage.setItem(nameOf(form), JSON.stringify({ text, at: Date.now() }));
  } catch {
    // The device has no room: the server's draft is what is left.
  }
}

const forget = (form) => localStorage.removeItem(nameOf(form));

// What nobody came back for does not lie on a device for ever.
export function tidy() {
  const oldest = Date.now() - KEPT_DAYS * 24 * 60 * 60 * 1000;
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("program:")) continue;
    const { at } = JSON.parse(localStorage.getItem(name));
    if (at < oldest) localStorage.removeItem(name);
  }
}

export function offer(textarea) {
  const { form } = textarea;
  const copy = kept(form);
  // Nothing is lost where the server, or this tab, has it.
  if (copy?.text === textarea.value) forget(form);
  else if (copy) show(textarea, copy);
  textarea.addEventListener("input", () => keep(form, textarea.value));
  // A save tells of what was sent, which may be older than what stands here by now.
  let sent = null;
  form.addEventListener("formdata", () => (sent = textarea.value));
  const received = () => sent === kept(form)?.text && forget(form);
  form.addEventListener("autosave:saved", received);
  // What is run or handed in is kept too, unless it was refused.
  form.addEventListener("draft-kept", received);
}

function show(textarea, copy) {
  const panel = textarea.form.querySelector("[data-recovery]");
  panel.querySelector("[data-recovery-text]").textContent = copy.text;
  panel.querySelector("[data-recovery-time]").textContent = new Date(copy.at).toLocaleString(document.documentElement.lang);
  panel.hidden = false;
  panel.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-recovers]")?.dataset.recovers;
    if (!choice) return;
    panel.hidden = true;
    if (choice === "take") write(textarea, copy.text);
    else if (kept(textarea.form)?.text === copy.text) forget(textarea.form);
    textarea.focus();
  });
}
