// What the names of the languages mean to the editor; a language that is not here is written as plain text. Whole grammars
// for what most people write in; those of the others would double the weight, and their older modes colour as well.
import { javascriptLanguage, typescriptLanguage } from "@codemirror/lang-javascript";
import { pythonLanguage } from "@codemirror/lang-python";
import { LanguageSupport, StreamLanguage } from "@codemirror/language";
import { c, cpp, java } from "@codemirror/legacy-modes/mode/clike";
import { go } from "@codemirror/legacy-modes/mode/go";
import { ruby } from "@codemirror/legacy-modes/mode/ruby";
import { rust } from "@codemirror/legacy-modes/mode/rust";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { sqlite } from "./editor_sql.js";

const LANGUAGES = {
  bash: () => StreamLanguage.define(shell),
  c: () => StreamLanguage.define(c),
  cpp: () => StreamLanguage.define(cpp),
  go: () => StreamLanguage.define(go),
  java: () => StreamLanguage.define(java),
  javascript: () => javascriptLanguage,
  python: () => pythonLanguage,
  ruby: () => StreamLanguage.define(ruby),
  rust: () => StreamLanguage.define(rust),
  sql: () => StreamLanguage.define(sqlite),
  typescript: () => typescriptLanguage,
};
// As their style guides have it; the others are indented by two.
const INDENTS = { c: "    ", cpp: "    ", go: "\t", java: "    ", python: "    ", rust: "    " };

export const languageOf = (name) => (LANGUAGES[name] ? new LanguageSupport(LANGUAGES[name]()) : []);
export const indentOf = (name) => INDENTS[name] ?? "  ";
