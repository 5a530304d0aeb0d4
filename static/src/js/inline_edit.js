// A value turns into its input and is sent without leaving the page; without this script the form is simply there.
const state = (form, name) => (form.dataset.state = name);

function edit(form) {
  form.dataset.editing = "";
  state(form, "");
  const input = form.querySelector("input.plain-input");
  input.focus();
  input.select();
}

function stop(form) {
  delete form.dataset.editing;
  form.querySelector("[data-edits]").focus();
}

function cancel(form) {
  const input = form.querySelector("input.plain-input");
  input.value = form.querySelector("[data-value]").textContent;
  input.removeAttribute("aria-invalid");
  state(form, "");
  stop(form);
}

document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-inline-edit]");
  if (form && event.target.closest("[data-edits]")) edit(form);
  else if (form && event.target.closest("[data-cancels]")) cancel(form);
});
document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest("[data-inline-edit][data-editing]");
  if (form) cancel(form);
});
// Before others see it: a form that is sent in the background keeps its buttons.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-inline-edit]")) return;
  event.preventDefault();
  send(event.target);
}, true);

async function send(form) {
  if (form.dataset.state === "saving") return;
  const input = form.querySelector("input.plain-input");
  state(form, "saving");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } }).catch(() => null);
  const said = (await answer?.json().catch(() => null)) ?? {};
  // An answer from elsewhere is the sign-in page: nothing was saved.
  if (answer?.ok && !answer.redirected) {
    form.querySelector("[data-value]").textContent = input.value = said.value ?? input.value;
    input.removeAttribute("aria-invalid");
    state(form, "saved");
    stop(form);
    return;
  }
  form.querySelector("[data-problem]").textContent = said.detail ?? form.dataset.lost;
  input.setAttribute("aria-invalid", "true");
  state(form, "error");
  input.focus();
}
