// After a crash, or days later in another tab: what was typed and never reached the server is offered, not put in.
import { filesOf, showFiles, writeFiles } from "./editor_files.js";
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

// Program and files beside it, in a form that two can be compared in. Copies of old know of no files.
const wordsOf = ({ text, files }) => JSON.stringify([text, files ?? []]);
const typedIn = (textarea) => ({ text: textarea.value, files: filesOf(textarea.form) });

function keep(form, typed) {
  try {
    localStorage.setItem(nameOf(form), JSON.stringify({ ...typed, at: Date.now() }));
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
  if (copy && wordsOf(copy) === wordsOf(typedIn(textarea))) forget(form);
  else if (copy) show(textarea, copy);
  form.addEventListener("input", ({ target }) => {
    if (target.matches("[data-editor], [data-file], [data-file-name]")) keep(form, typedIn(textarea));
  });
  // A save tells of what was sent, which may be older than what stands here by now.
  let sent = null;
  form.addEventListener("formdata", () => (sent = wordsOf(typedIn(textarea))));
  const received = () => {
    const now = kept(form);
    if (now && wordsOf(now) === sent) forget(form);
  };
  form.addEventListener("autosave:saved", received);
  // What is run or handed in is kept too, unless it was refused.
  form.addEventListener("draft-kept", received);
}

function show(textarea, copy) {
  const panel = textarea.form.querySelector("[data-recovery]");
  panel.querySelector("[data-recovery-text]").textContent = copy.text;
  showFiles(panel.querySelector("[data-recovery-files]"), copy.files ?? []);
  panel.querySelector("[data-recovery-time]").textContent = new Date(copy.at).toLocaleString(document.documentElement.lang);
  panel.hidden = false;
  panel.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-recovers]")?.dataset.recovers;
    if (!choice) return;
    panel.hidden = true;
    const now = kept(textarea.form);
    if (choice === "take") {
      write(textarea, copy.text);
      if (copy.files) writeFiles(textarea.form, copy.files);
    } else if (now && wordsOf(now) === wordsOf(copy)) forget(textarea.form);
    textarea.focus();
  });
}
