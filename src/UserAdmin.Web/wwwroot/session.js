// A press that found nobody signed in is answered where it was pressed, and the focus goes there. Signing in again
// leads back, and drafts.js puts back what was typed.

const note = document.getElementById("session-note");

function shell() {
  return document.querySelector(".ua-shell");
}

let pressed = null;

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("button, input[type=submit], a.ua-button");
    if (button && !note.contains(button)) {
      pressed = button;
    }
  },
  true,
);
// Sent with a key: the button that stands for it.
document.addEventListener(
  "submit",
  (event) => {
    pressed = event.submitter ?? event.target.querySelector("[type=submit]") ?? pressed;
  },
  true,
);

function place() {
  const box = pressed?.isConnected ? pressed.getBoundingClientRect() : { left: 16, right: innerWidth - 16, top: 16, bottom: 16 };
  const [width, height] = [note.offsetWidth, note.offsetHeight];
  const below = box.bottom + 8;
  const begin = document.dir === "rtl" ? box.right - width : box.left;
  note.style.left = `${Math.max(8, Math.min(begin, innerWidth - width - 8))}px`;
  note.style.top = `${below + height < innerHeight ? below : Math.max(8, box.top - height - 8)}px`;
}

// The page may still scroll, or grow by an error: the note stays at its button.
function follow() {
  if (note.matches(":popover-open")) {
    place();
    requestAnimationFrame(follow);
  }
}

function show() {
  // One thing at a time: the text comes back with the sign-in.
  document.getElementById("draft-note").hidden = true;
  pressed?.scrollIntoView({ block: "nearest" });
  if (!note.matches(":popover-open")) {
    note.showPopover();
    follow();
  }
  place();
  note.querySelector("[data-sign-in-again]").focus();
}

note.querySelector("[data-sign-in-again]").addEventListener("click", () => {
  const query = new URLSearchParams({
    returnUrl: `/${location.pathname.slice(new URL(document.baseURI).pathname.length)}${location.search}`,
    reason: "ended",
    asker: shell()?.dataset.person ?? "",
  });
  dispatchEvent(new Event("useradmin:leaving"));
  location.assign(`account/sign-in?${query}`);
});

let refused = null;
new MutationObserver(() => {
  const now = shell()?.dataset.refused ?? null;
  if (now !== refused) {
    refused = now;
    if (now) {
      show();
    }
  }
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-refused"] });
