// Drag and drop for <form data-upload="list">: one request and one progress line for each file; its row joins the list.
// Without this script the same form sends all files at once.
import { announce } from "./announce.js";
import htmx, { csrfToken } from "./htmx.js";

const forms = document.querySelectorAll("form[data-upload]");

for (const form of forms) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-dropzone]");
  const take = async (files) => {
    for (const file of [...files]) await send(form, input.name, file);
  };
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    take(files);
  });

  let depth = 0;
  const over = (change) => zone.toggleAttribute("data-over", (depth += change) > 0);
  zone.addEventListener("dragenter", () => over(1));
  zone.addEventListener("dragleave", () => over(-1));
  zone.addEventListener("drop", (event) => {
    over(-depth);
    take(event.dataTransfer.files);
  });
}

// A file dropped beside the zone must not replace the page.
if (forms.length) for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());

function send(form, name, file) {
  const line = newLine(form, file);
  const limit = Number(form.dataset.maxMb) * 1024 * 1024;
  if (limit && file.size > limit) return line.fail(form.dataset.tooLarge);
  const body = new FormData();
  body.append(name, file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.upload.addEventListener("progress", (event) => line.show(event.loaded / event.total));
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => {
      const answer = read(request);
      if (answer.row) {
        line.remove();
        addRow(document.getElementById(form.dataset.upload), answer.row);
        announce(`${file.name}: ${form.dataset.done}`);
      } else {
        line.fail([answer.title, answer.detail].filter(Boolean).join(" ") || form.dataset.lost);
      }
      resolve();
    });
    request.send(body);
  });
}

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

function newLine(form, file) {
  const part = form.querySelector("template[data-upload-line]").content.firstElementChild.cloneNode(true);
  const bar = part.querySelector("progress");
  const button = part.querySelector("[data-remove]");
  part.querySelector("[data-name]").textContent = file.name;
  button.addEventListener("click", () => part.remove());
  form.querySelector("[data-upload-lines]").append(part);
  return {
    show: (share) => (bar.value = share),
    remove: () => part.remove(),
    fail: (sentence) => {
      bar.remove();
      button.classList.remove("hidden");
      part.querySelector("[data-problem]").textContent = sentence;
      announce(`${file.name}: ${sentence}`);
    },
  };
}

function addRow(list, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const row = holder.content.firstElementChild;
  list.querySelector("[data-rows]").prepend(row);
  list.querySelector("[data-full]").hidden = false;
  list.querySelector("[data-empty]").hidden = true;
  htmx.process(row);
}
