// htmx under a strict content security policy: nothing evaluated, no inline style.
import htmx from "htmx.org/dist/htmx.esm.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
// What scripts have set on an element is not copied to the one that takes its place: as an attribute it is refused.
htmx.config.attributesToSettle = ["class", "width", "height"];
htmx.config.historyCacheSize = 0;
// Going back asks the server for the whole page, so that nothing personal is kept in the browser.
htmx.config.refreshOnHistoryMiss = true;

export const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
});

export default htmx;
