// One quiet banner while the connection is lost. A page whose circuit is gone is loaded again by itself: drafts.js puts
// back what was typed.

const banner = document.getElementById("components-reconnect-modal");
const text = banner.querySelector("[data-connection-text]");
let lostAt = 0;
let retry = 0;
let isLeaving = false;

// Blazor would ask whether to leave a form with changes, which drafts.js has kept. Registered before Blazor, so it is
// asked first.
addEventListener("beforeunload", (event) => isLeaving && event.stopImmediatePropagation());
addEventListener("useradmin:leaving", () => {
  isLeaving = true;
});

// Without its circuit the browser would send an interactive form itself: the text would be gone, and stand in the
// address.
document.addEventListener(
  "submit",
  (event) => {
    if (event.target.method !== "post") {
      event.preventDefault();
    }
  },
  true,
);

function say(words) {
  text.textContent = words;
  banner.hidden = false;
}

function back() {
  clearTimeout(retry);
  if (lostAt > 0) {
    dispatchEvent(new Event("useradmin:connected"));
  }
  lostAt = 0;
  banner.hidden = true;
}

function gone() {
  clearTimeout(retry);
  isLeaving = true;
  location.reload();
}

// Blazor stops trying after a while; a page left open over night should still come back.
async function tryAgain() {
  try {
    (await Blazor.reconnect()) ? back() : gone();
  } catch {
    retry = setTimeout(tryAgain, 5000);
  }
}

banner.addEventListener("components-reconnect-state-changed", (event) => {
  switch (event.detail.state) {
    case "show":
    case "retrying":
      lostAt ||= Date.now();
      say(text.dataset.lost);
      break;
    case "hide":
      back();
      break;
    case "failed":
      say(text.dataset.lost);
      retry = setTimeout(tryAgain, 5000);
      break;
    case "rejected":
    case "resume-failed":
      gone();
      break;
  }
});
