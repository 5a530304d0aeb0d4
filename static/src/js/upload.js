// Drag and drop for <form data-upload>: one request and one progress line for each file, the list refreshed at the end.
// Without this script the same form sends all files at once.
import { announce } from "./announce.js";
import htmx, { csrfToken } from "./htmx.js";

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-dropzone]");
  const lines = form.querySelector("[data-upload-lines]");

  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    sendAll(form, lines, files);
  });
  form.addEventListener("submit", (event) => event.preventDefault(), { capture: true });

  let depth = 0;
  zone.addEventListener("dragenter", () => zone.toggleAttribute("data-over", ++depth > 0));
  zone.addEventListener("dragleave", () => zone.toggleAttribute("data-over", --depth > 0));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    zone.removeAttribute("data-over");
    sendAll(form, lines, [...event.dataTransfer.files]);
  });
}

// A file dropped beside the zone must not replace the page.
if (document.querySelector("form[data-upload]")) {
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
}

async function sendAll(form, lines, files) {
  for (const file of files) await send(form, lines, file);
}

function newLine(lines, file) {
  const line = lines.querySelector("template").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-name]").textContent = file.name;
  lines.append(line);
  return {
    progress: (share) => (line.querySelector("progress").value = share),
    done: () => line.remove(),
    failed: (sentence) => {
      line.dataset.state = "failed";
      line.querySelector("progress").remove();
      line.querySelector("[data-problem]").textContent = sentence;
      announce(`${file.name}: ${sentence}`);
    },
  };
}

function send(form, lines, file) {
  const line = newLine(lines, file);
  const tooLarge = Number(form.dataset.maxBytes) > 0 && file.size > Number(form.dataset.maxBytes);
  if (tooLarge) return line.failed(form.dataset.tooLarge);
  const body = new FormData();
  body.append(form.querySelector("input[type=file]").name, file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.upload.addEventListener("progress", (event) => line.progress(event.loaded / event.total));
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => {
      if (request.status >= 200 && request.status < 300) {
        line.done();
        refresh(form.dataset.refreshes, request.responseText);
      } else {
        line.failed(problemIn(request) || form.dataset.lost);
      }
      resolve();
    });
    request.send(body);
  });
}

// The answer is the page that a form without scripts would show: take its list, or its problem.
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

function refresh(id, text) {
  const fresh = parse(text).getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old) return;
  old.replaceWith(document.adoptNode(fresh));
  htmx.process(fresh);
  announce(fresh.dataset.announceUpload);
}

function problemIn(request) {
  if (request.getResponseHeader("content-type")?.includes("json")) {
    try {
      const problem = JSON.parse(request.responseText);
      return problem.detail || problem.title;
    } catch {
      return "";
    }
  }
  return parse(request.responseText).querySelector("[data-problem-text]")?.textContent.trim();
}
