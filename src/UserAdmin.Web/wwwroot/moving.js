// The node of this page is stopping, and says so on the page (Layout/MoveRequest.razor). The page is loaded again,
// which leads to another node, when that disturbs least; drafts.js puts back what was typed (decision 78).

const quiet = 3000;
const last = 4000;
const upload = "[data-upload-under-way]:not([hidden])";
const focusKey = "useradmin-focus";
let touchedAt = 0;
let isAsked = false;

// The last one: loading this page again would cancel the loading of the page that the person goes to.
for (const type of ["input", "keydown", "pointerdown", "wheel", "beforeunload"]) {
  addEventListener(type, (event) => event.isTrusted && (touchedAt = Date.now()), { capture: true, passive: true });
}

// Something that the page shows and that a new page would not.
function isBusy() {
  return document.querySelector(
    `dialog[open], .mud-dialog, .mud-popover-open, :popover-open, [data-user] input:checked, ${upload}`,
  );
}

// A pause suffices for a form: its text comes back. Nobody looks at a page in the background.
function isFree() {
  return document.hidden
    ? !document.querySelector(upload)
    : !isBusy() && Date.now() - touchedAt > quiet;
}

async function isAnotherNodeThere() {
  try {
    return (await fetch("node", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

function move() {
  const field = document.activeElement;
  if (field?.id) {
    const { id, selectionStart, selectionEnd } = field;
    sessionStorage.setItem(focusKey, JSON.stringify({ id, selectionStart, selectionEnd, at: location.pathname }));
  }
  // Without the question whether to leave a form with changes.
  dispatchEvent(new Event("useradmin:leaving"));
  location.reload();
}

async function moveWhenFree(endsAt) {
  while (!(isFree() || Date.now() > endsAt - last) || !(await isAnotherNodeThere())) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  move();
}

// The caret goes on where it was, unless the person was faster. A page that is opened puts the focus on its heading.
function restoreFocus(left, tries) {
  const field = document.getElementById(left.id);
  if (touchedAt > 0 || tries === 0) {
    return;
  }
  if (field && document.activeElement !== field) {
    field.focus({ preventScroll: true });
    if (left.selectionStart != null) {
      field.setSelectionRange(left.selectionStart, left.selectionEnd);
    }
  }
  setTimeout(restoreFocus, 100, left, tries - 1);
}

const left = JSON.parse(sessionStorage.getItem(focusKey) ?? "null");
sessionStorage.removeItem(focusKey);
let isBack = left?.at !== location.pathname;

function look() {
  if (!isBack && document.querySelector(".ua-shell[data-interactive=true]")) {
    isBack = true;
    restoreFocus(left, 10);
  }
  const request = document.querySelector("[data-moving]");
  if (request && !isAsked) {
    isAsked = true;
    moveWhenFree(Date.now() + 1000 * Number(request.dataset.moving));
  }
}

new MutationObserver(look).observe(document.body, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["data-interactive"],
});
