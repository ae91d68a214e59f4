// The command palette (WAI-ARIA: combobox with a list): opening, moving and closing need no server. What it lists is
// drawn by the circuit.

function palette() {
  return document.getElementById("palette");
}

function field() {
  return palette()?.querySelector("[role=combobox]");
}

function list() {
  return document.getElementById("palette-list");
}

function options() {
  return [...(list()?.querySelectorAll("[role=option]") ?? [])];
}

function active() {
  return list()?.querySelector("[aria-selected=true]");
}

// Enter was pressed before the answer to what is typed was there.
let waits = false;

function select(option) {
  for (const other of list()?.querySelectorAll("[aria-selected=true]") ?? []) {
    other.setAttribute("aria-selected", "false");
  }
  if (option) {
    option.setAttribute("aria-selected", "true");
    field()?.setAttribute("aria-activedescendant", option.id);
  } else {
    field()?.removeAttribute("aria-activedescendant");
  }
}

function isAnswered() {
  return list()?.dataset.for === field()?.value.trim();
}

function run() {
  waits = !isAnswered();
  if (!waits) {
    active()?.click();
  }
}

// Best first: whenever the list is another one, its first line is chosen, unless the person has chosen one that is
// still there.
let lines = "";
let chosen = null;
const watcher = new MutationObserver(() => {
  const now = options()
    .map((option) => option.id)
    .join(" ");
  if (now !== lines) {
    lines = now;
    const kept = chosen && options().find((option) => option.id === chosen);
    select(kept ?? options()[0]);
    if (!kept) {
      chosen = null;
      list()?.scrollTo(0, 0);
    }
  }
  if (waits && isAnswered()) {
    waits = false;
    active()?.click();
  }
});

function open() {
  const dialog = palette();
  // Over a dialog it would lead away from what is asked there; on a page without a circuit nobody would answer.
  if (
    !dialog ||
    dialog.open ||
    document.querySelector(".mud-dialog") ||
    !document.querySelector("[data-interactive=true]")
  ) {
    return;
  }
  [lines, waits, chosen] = ["", false, null];
  watcher.observe(dialog, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-for"] });
  dialog.addEventListener("close", () => watcher.disconnect(), { once: true });
  for (const menu of document.querySelectorAll(".ua-menu:popover-open")) {
    menu.hidePopover();
  }
  field().value = "";
  dialog.showModal();
  field().focus();
}

function close() {
  return palette()?.close();
}

document.addEventListener("keydown", (event) => {
  if (
    event.key.toLowerCase() === "k" &&
    (event.ctrlKey || event.metaKey) &&
    !event.shiftKey &&
    !event.altKey &&
    palette()
  ) {
    event.preventDefault();
    palette().open ? close() : open();
  } else if (palette()?.open && !event.isComposing) {
    move(event);
  }
});

function move(event) {
  const all = options();
  const at = all.indexOf(active());
  const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length }[event.key];
  if (to !== undefined && all.length > 0) {
    event.preventDefault();
    select(all[to]);
    chosen = all[to].id;
    all[to].scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && event.target === field()) {
    event.preventDefault();
    run();
  }
}

document.addEventListener("mousemove", (event) => {
  const option = event.target.closest?.("#palette-list [role=option]");
  if (option && option !== active()) {
    select(option);
  }
});

// A dialog tells of its closing a task later. When it is open again by then, the server must not hear that it is
// closed, but that nothing is typed. On the window, because Blazor listens on the document.
window.addEventListener(
  "close",
  (event) => {
    if (event.target === palette() && palette().open) {
      event.stopImmediatePropagation();
      field().dispatchEvent(new Event("input", { bubbles: true }));
    }
  },
  true,
);

document.addEventListener("input", (event) => {
  if (event.target === field()) {
    [waits, chosen] = [false, null];
  }
});

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest?.("[data-opens-palette]")) {
    open();
  } else if (target === palette() || target.closest?.("[data-closes-palette]")) {
    close();
  } else if (target.closest?.("#palette-list [role=option]")) {
    const pressed = target.closest("[data-presses]")?.dataset.presses;
    close();
    if (pressed) {
      document.querySelector(pressed)?.click();
    }
  }
});
