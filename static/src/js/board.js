// The board: a card goes where the pointer drops it, where the arrow keys of its handle bring it, or where its menu says.
// It moves at once; when the server refuses, it goes back and the page says why.
import { announce } from "./announce.js";
import { lift } from "./board_drag.js";
import { csrfToken } from "./htmx.js";
import { toast } from "./toasts.js";

const board = document.querySelector("[data-board][data-movable]");
const columns = () => [...board.querySelectorAll("[data-stage]")];
const cardsOf = (column) => column.querySelector("[data-cards]");
const moves = new WeakMap();

function words(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

function told(card) {
  const column = card.closest("[data-stage]");
  const cards = [...cardsOf(column).children];
  return { name: card.dataset.name, stage: column.dataset.title, place: cards.indexOf(card) + 1, count: cards.length };
}

function count(column, by) {
  const place = column.querySelector("[data-count]");
  place.textContent = Number(place.textContent) + by;
}

/** Where a card stands: its list, and what comes after it. */
const standing = (card) => ({ list: card.parentElement, next: card.nextElementSibling });

/** Put the card before `next` in the list; counts follow. */
function put(card, { list, next }) {
  const from = card.closest("[data-stage]");
  list.insertBefore(card, next?.parentElement === list ? next : null);
  const to = card.closest("[data-stage]");
  if (from !== to) {
    count(from, -1);
    count(to, 1);
  }
}

/** One request after the other, so that quick moves of a card arrive in their order; those after a refusal are dropped. */
function send(card, before) {
  const to = told(card);
  announce(words(board.dataset.moved, to));
  const known = moves.get(card) ?? { done: Promise.resolve(), waiting: 0, round: 0 };
  moves.set(card, known);
  if (!known.waiting) known.home = before;
  known.waiting += 1;
  card.dataset.saving = "";
  const { round } = known;
  const stage = card.closest("[data-stage]").dataset.stage;
  const here = standing(card);
  known.done = known.done.then(async () => {
    const problem = round === known.round ? await save(card, stage, to.place - 1) : null;
    known.waiting -= 1;
    if (!known.waiting) delete card.dataset.saving;
    if (problem !== null) takeBack(card, known, problem);
    else if (round === known.round) known.home = here;
  });
}

function takeBack(card, known, problem) {
  known.round += 1;
  const hadFocus = card.contains(document.activeElement);
  put(card, known.home);
  if (hadFocus) card.querySelector("[data-handle]").focus();
  const sentence = `${problem} ${words(board.dataset.refused, told(card))}`;
  toast(sentence, { kind: "error" });
  announce(sentence);
}

/** null, or the sentence that says why not. */
async function save(card, stage, position) {
  try {
    const answer = await fetch(card.dataset.url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
      body: new URLSearchParams({ stage, position }),
    });
    if (answer.ok && !answer.redirected) return null;
    const problem = await answer.json();
    return [problem.title, problem.detail].filter(Boolean).join(" ");
  } catch {
    return board.dataset.lost;
  }
}

function moveTo(card, to) {
  const before = standing(card);
  put(card, to);
  if (card.parentElement === before.list && card.nextElementSibling === before.next) return;
  send(card, before);
}

function byKey(event) {
  const handle = event.target.closest("[data-handle]");
  const card = handle?.closest("[data-card]");
  if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = columns();
  const isRtl = getComputedStyle(board).direction === "rtl";
  const sideways = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
  let to;
  if (sideways) {
    const column = all[all.indexOf(card.closest("[data-stage]")) + sideways];
    to = column && { list: cardsOf(column), next: cardsOf(column).children[[...card.parentElement.children].indexOf(card)] };
  } else if (event.key === "ArrowUp") to = card.previousElementSibling && { list: card.parentElement, next: card.previousElementSibling };
  else if (event.key === "ArrowDown") to = card.nextElementSibling && { list: card.parentElement, next: card.nextElementSibling.nextElementSibling };
  else return;
  event.preventDefault();
  if (!to) return;
  moveTo(card, to);
  handle.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

let chosen;

function openMenu(card) {
  chosen = card;
  const menu = document.getElementById("move-card");
  for (const choice of menu.querySelectorAll("[data-move-to]"))
    choice.disabled = choice.dataset.moveTo === card.closest("[data-stage]").dataset.stage;
  menu.querySelector("[data-moving]").textContent = card.dataset.name;
  menu.showModal();
  menu.querySelector("[data-move-to]:enabled").focus();
}

function choose(choice) {
  document.getElementById("move-card").close();
  const column = board.querySelector(`[data-stage="${choice.dataset.moveTo}"]`);
  const list = column ? cardsOf(column) : chosen.parentElement;
  // Into another stage it comes last, as everybody does who is moved from elsewhere.
  moveTo(chosen, { list, next: column ? null : list.firstElementChild });
  chosen.querySelector("[data-handle]").focus();
  chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
}

if (board) {
  board.addEventListener("keydown", byKey);
  board.addEventListener("pointerdown", (event) => lift(board, event, moveTo));
  board.addEventListener("click", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (handle) openMenu(handle.closest("[data-card]"));
  });
  document.getElementById("move-card").addEventListener("click", (event) => {
    const choice = event.target.closest("[data-move-to], [data-move-by]");
    if (choice) choose(choice);
  });
}
