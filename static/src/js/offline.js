// Says when the connection is lost and when it is back; the worker keeps the page that is shown without one.
const SHOWN_FOR = 4000;
const banner = document.getElementById("connection");
let waiting;

function say(state) {
  clearTimeout(waiting);
  banner.dataset.state = state;
  banner.querySelector("[data-connection-text]").textContent = banner.dataset[state] ?? "";
}

if (banner) {
  const page = document.querySelector("[data-offline-page]");
  addEventListener("offline", () => page || say("lost"));
  addEventListener("online", () => {
    if (page) location.reload();
    else say("back");
    waiting = setTimeout(say, SHOWN_FOR, "");
  });
  if (!navigator.onLine && !page) say("lost");
}

// A browser that allows no worker loses nothing but the page without a connection.
if (navigator.serviceWorker) addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
