// SQL as SQLite reads it; the modes that others wrote bring the words of a dozen databases.
import { simpleMode } from "@codemirror/legacy-modes/mode/simple-mode";
import { tags } from "@lezer/highlight";

const WORDS = `
  all alter and as asc before begin between by case cast check collate column commit constraint create cross current
  default delete desc distinct drop each else end escape except exists explain filter first following for foreign from
  full glob group having if ignore in index inner insert instead intersect into is isnull join key last left like limit
  match materialized natural no not nothing notnull null nulls of offset on or order outer over partition pragma
  preceding primary range recursive references regexp replace returning right rollback row rows select set table temp
  then to transaction trigger unbounded union unique update using values view when where window with without`;
const TYPES = "blob boolean date datetime integer int numeric real text varchar";
const oneOf = (words) => new RegExp(`(?:${words.trim().split(/\s+/).join("|")})\\b`, "i");

const MODE = simpleMode({
  start: [
    { regex: /--.*/, token: "comment" },
    { regex: /\/\*/, token: "comment", next: "comment" },
    { regex: /'(?:[^']|'')*'?/, token: "string" },
    { regex: /"(?:[^"]|"")*"?/, token: "variableName" },
    { regex: /\d+(?:\.\d*)?(?:e[+-]?\d+)?/i, token: "number" },
    { regex: oneOf(WORDS), token: "keyword" },
    { regex: oneOf(TYPES), token: "typeName" },
    { regex: /[a-z_]\w*(?=\s*\()/i, token: "call" },
    { regex: /[a-z_]\w*/i, token: "variableName" },
    { regex: /[<>=!|+*/%-]+/, token: "operator" },
  ],
  comment: [
    { regex: /.*?\*\//, token: "comment", next: "start" },
    { regex: /.*/, token: "comment" },
  ],
  languageData: { commentTokens: { line: "--", block: { open: "/*", close: "*/" } } },
});

// A mode of this kind names single tags only.
export const sqlite = { ...MODE, tokenTable: { call: tags.function(tags.variableName) } };
