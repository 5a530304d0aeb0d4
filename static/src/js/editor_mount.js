// <textarea data-editor data-language="…"> becomes an editor; what it holds and the server has not yet, this device keeps.
import { offer, tidy } from "./editor_recovery.js";
import { mount } from "./editor_view.js";

function mountAll(part) {
  for (const textarea of part.querySelectorAll("textarea[data-editor]:not([data-mounted])")) {
    textarea.dataset.mounted = "";
    // The scripts of the frame may have put in what this tab had kept; the editor begins with that.
    mount(textarea);
    offer(textarea);
  }
}

document.addEventListener("htmx:load", (event) => mountAll(event.target.parentElement ?? document));
tidy();
mountAll(document);
