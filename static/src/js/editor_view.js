// The editor itself: CodeMirror over a text area, which stays the form's field and hears "input" for every change.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { indentOf, languageOf } from "./editor_languages.js";

// The policy of the page lets only style elements with this word in.
const nonce = document.currentScript?.nonce ?? "";
const views = new WeakMap();

export const viewOf = (textarea) => views.get(textarea);

const look = new Compartment();

// After its letters changed: a look of its own, of which every part is new, is what the editor measures its lines for.
export function measureAgain(textarea) {
  viewOf(textarea).dispatch({ effects: look.reconfigure(EditorView.theme({})) });
}

// Escape lets Tab go on to the next control until something is written: nobody is held here, however slow.
const leaving = [
  Prec.highest(keymap.of([{ key: "Escape", run: (view) => (view.setTabFocusMode(true), false) }])),
  EditorView.updateListener.of(({ docChanged, focusChanged, view }) => {
    if (docChanged || (focusChanged && !view.hasFocus)) view.setTabFocusMode(false);
  }),
];

function extensions(textarea) {
  const { language } = textarea.dataset;
  return [
    leaving,
    look.of([]),
    lineNumbers(),
    lintGutter(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    highlightSpecialChars(),
    highlightSelectionMatches(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    syntaxHighlighting(classHighlighter),
    EditorState.tabSize.of(4),
    indentUnit.of(indentOf(language)),
    languageOf(language),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
    // What the editor says of itself, in the language of the page.
    EditorState.phrases.of(JSON.parse(textarea.form.dataset.phrases)),
    nonce ? EditorView.cspNonce.of(nonce) : [],
    EditorView.contentAttributes.of({
      // What scrolls can be reached: an editor that is too wide for a phone holds something to focus.
      tabindex: "0",
      "aria-label": textarea.labels[0]?.textContent.trim() ?? "",
      "aria-describedby": textarea.getAttribute("aria-describedby") ?? "",
    }),
    EditorView.updateListener.of(({ docChanged, state }) => docChanged && pass(textarea, state.doc.toString())),
    EditorView.domEventHandlers({
      // Leaving the editor saves, as leaving any field does.
      blur: () => void textarea.dispatchEvent(new FocusEvent("focusout", { bubbles: true })),
      beforeinput: typeOver,
    }),
  ];
}

// What is typed over a selection the editor writes by itself: browsers mend the lines with inline styles, which are refused.
function typeOver(event, view) {
  const { main, ranges } = view.state.selection;
  if (event.inputType !== "insertText" || event.isComposing || !event.data || main.empty || ranges.length > 1) return false;
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  // Typing a bracket may put it around what is selected.
  const isHandled = view.state.facet(EditorView.inputHandler).some((one) => one(view, main.from, main.to, event.data, insert));
  if (!isHandled) view.dispatch(insert());
  event.preventDefault();
  return true;
}

function pass(textarea, text) {
  if (textarea.value === text) return;
  textarea.value = text;
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

// Replaces the whole text in one step that can be undone.
export function write(textarea, text) {
  const view = viewOf(textarea);
  if (view.state.doc.toString() === text) return;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    annotations: isolateHistory.of("full"),
  });
}

export function mount(textarea) {
  const place = document.createElement("div");
  place.className = "code-editor";
  // Programs are read from the left, whatever direction the page has.
  place.dir = "ltr";
  const state = EditorState.create({ doc: textarea.value, extensions: extensions(textarea) });
  const view = new EditorView({ state, parent: place });
  views.set(textarea, view);
  textarea.after(place);
  textarea.classList.add("sr-only");
  textarea.tabIndex = -1;
  textarea.setAttribute("aria-hidden", "true");
  // What a script writes into the field, as whoever takes over another window's words, stands in the editor too.
  textarea.addEventListener("input", () => write(textarea, textarea.value));
  textarea.addEventListener("focus", () => view.focus());
  return view;
}
