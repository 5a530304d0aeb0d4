// The command palette: Ctrl or Cmd and K, or a button with data-opens-palette. It asks the server while one types.
const QUIET = 120;
const MOST_RECENT = 5;
const RECENT = "recent";
const dialog = document.querySelector("dialog[data-palette]");

if (dialog) start();
else sessionStorage.removeItem(RECENT);

function start() {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const before = recent(dialog.dataset.whose);
  let waiting, asking;

  function open() {
    if (dialog.open) return dialog.close();
    if (document.querySelector("dialog:modal")) return;
    input.value = "";
    dialog.showModal();
    input.focus();
    ask();
  }

  function say(state, sentence) {
    dialog.dataset.state = state;
    status.textContent = sentence;
  }

  async function ask() {
    asking?.abort();
    const mine = (asking = new AbortController());
    const words = input.value.trim();
    // What is there stays until the answer comes; only a slow one is worth a word.
    const slow = setTimeout(() => list.firstElementChild || say("looking", dialog.dataset.looking), 200);
    try {
      const answer = await fetch(`${dialog.dataset.palette}?q=${encodeURIComponent(words)}`, { signal: mine.signal });
      const html = await answer.text();
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      if (mine === asking) show(html, words);
    } catch {
      if (mine === asking) {
        list.replaceChildren();
        mark(-1);
        say("failed", dialog.dataset.failed);
      }
    } finally {
      clearTimeout(slow);
    }
  }

  function show(html, words) {
    list.innerHTML = html.trim();
    if (!words && before.length) list.prepend(visited(before));
    options().forEach((option, number) => (option.id = `${list.id}-${number}`));
    list.scrollTop = 0;
    mark(0);
    const n = options().length;
    if (n) say("", n === 1 ? dialog.dataset.one : dialog.dataset.many.replace("%(n)s", n));
    else say("none", dialog.dataset.none);
  }

  function visited(pages) {
    const group = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
    const line = group.querySelector("a");
    for (const { title, path } of pages) {
      const one = line.cloneNode(true);
      one.href = path;
      one.querySelector("span").textContent = title;
      group.append(one);
    }
    line.remove();
    return group;
  }

  function mark(number) {
    const all = options();
    const chosen = all[number];
    for (const option of all) option.setAttribute("aria-selected", String(option === chosen));
    input.setAttribute("aria-expanded", String(all.length > 0));
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  // Before anybody else hears of the click, so that whatever asks about leaving does not stand below the palette.
  addEventListener("click", (event) => {
    if (event.target.closest("[data-opens-palette]")) open();
    else if (event.target.closest("[data-closes-palette], dialog[data-palette] a")) dialog.close();
  }, true);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, QUIET);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.findIndex((option) => option.ariaSelected === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) mark((at + step + all.length) % all.length);
    else if (event.key === "Enter") all[at]?.click();
    else return;
    event.preventDefault();
  });
  if (/Mac|iP/.test(navigator.platform)) {
    for (const key of document.querySelectorAll(".search-button .key")) key.textContent = "⌘K";
  }
}

// The pages this person saw last in this tab, without the one that is open; this one joins them.
function recent(whose) {
  let kept = {};
  try {
    kept = JSON.parse(sessionStorage.getItem(RECENT)) ?? {};
  } catch {
    // What is no list of ours is written over.
  }
  const path = location.pathname;
  const pages = (kept.whose === whose ? kept.pages : []).filter((page) => page.path !== path);
  const here = { title: document.title.split(" · ")[0], path };
  sessionStorage.setItem(RECENT, JSON.stringify({ whose, pages: [here, ...pages].slice(0, MOST_RECENT + 1) }));
  return pages.slice(0, MOST_RECENT);
}
