// Keys and small moves that need no server. The document listens, so that it does not matter when an element is drawn.

function isTyping(element) {
  return element?.closest?.("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    const search = document.querySelector("[data-search]");
    const field = search?.matches("input") ? search : search?.querySelector("input");
    if (field && !document.querySelector(".mud-dialog")) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  } else if (event.key === "Escape" && event.target.closest?.("[data-search]")) {
    event.target.blur();
  } else if (
    (event.key === "ArrowDown" || event.key === "ArrowUp") &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey
  ) {
    moveInMenu(event);
  }
});

// From its button into a menu, and from one of its lines to the next.
function moveInMenu(event) {
  const opener = event.target.closest?.("[popovertarget]:not(.ua-menu-item)");
  const menu = opener
    ? document.getElementById(opener.getAttribute("popovertarget"))
    : event.target.closest?.(".ua-menu");
  if (!menu?.matches(".ua-menu") || event.target.matches("input")) {
    return;
  }
  event.preventDefault();
  if (opener && !menu.matches(":popover-open")) {
    menu.showPopover({ source: opener });
  }
  const items = [...menu.querySelectorAll(".ua-menu-item")];
  const step = event.key === "ArrowDown" ? 1 : -1;
  const at = items.indexOf(event.target);
  items.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % items.length)?.focus();
}

// Captured before Blazor's router, which would scroll to the anchor and leave the focus where it was.
document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest?.("[data-skip]")) {
      event.preventDefault();
      event.stopPropagation();
      document.getElementById("main")?.focus();
    }

    const closes = event.target.closest?.("[data-closes]");
    if (closes) {
      document.getElementById(closes.dataset.closes)?.hidePopover();
    }
  },
  true,
);
