// What compiler and tests complain about stands at its lines too, and one goes there from the result.
import { setDiagnostics } from "@codemirror/lint";
import { EditorView } from "@codemirror/view";
import { viewOf } from "./editor_view.js";

const editor = () => document.querySelector("textarea[data-editor]");

function place(doc, { line, column }) {
  const found = doc.line(Math.min(Number(line), doc.lines));
  // Without a column the whole line is meant, but for its indent.
  const indent = found.text.length - found.text.trimStart().length;
  const from = found.from + Math.min(column ? Number(column) - 1 : indent, found.length);
  return { from, to: found.to };
}

function mark(result) {
  const view = viewOf(editor());
  const said = [...result.querySelectorAll("[data-line]")];
  const found = said.map((one) => ({ ...place(view.state.doc, one.dataset), severity: one.dataset.severity, message: one.dataset.message }));
  view.dispatch(setDiagnostics(view.state, found));
  for (const one of said) one.append(goTo(one, view));
}

function goTo(complaint, view) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link-plain", textContent: complaint.textContent });
  complaint.textContent = "";
  button.addEventListener("click", () => {
    const { from } = place(view.state.doc, complaint.dataset);
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
  });
  return button;
}

function look(part, isFresh) {
  const result = part.querySelector("#result");
  if (!result || !editor() || (!isFresh && !("judgesThis" in result.dataset))) return;
  mark(result);
}

document.addEventListener("htmx:load", ({ target }) => {
  if (target.id !== "result") return;
  look(target.parentElement, true);
  if ("handedIn" in target.dataset) document.body.dispatchEvent(new CustomEvent("judged", { bubbles: true }));
});
// What was run is what one looks at next, from the first line until it is judged, unless one goes on with something else.
let isAwaited = false;
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "result") return;
  if (detail.requestConfig.verb === "post") isAwaited = true;
  const result = document.getElementById("result");
  if (!isAwaited || !result) return;
  result.scrollIntoView({ block: "nearest" });
  if ("announce" in result.dataset) isAwaited = false;
});
for (const name of ["keydown", "pointerdown", "wheel", "touchmove"])
  document.addEventListener(name, () => (isAwaited = false), { capture: true, passive: true });
look(document, false);
