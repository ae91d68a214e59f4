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
  } else if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    return;
  } else if (event.key === "?") {
    showKeys(event);
  } else if (event.key === "Home" || event.key === "End" || event.key.length === 1) {
    jumpInMenu(event);
  }
});

function showKeys(event) {
  const keys = document.getElementById("keys");
  if (keys && !keys.open && !document.querySelector(".mud-dialog")) {
    event.preventDefault();
    keys.showModal();
  }
}

// The menu of a button that has the focus, or the menu that the focus is in.
function menuOf(target) {
  const opener = target.closest?.("[popovertarget]:not(.ua-menu-item)");
  const menu = opener ? document.getElementById(opener.getAttribute("popovertarget")) : target.closest?.(".ua-menu");
  return menu?.matches(".ua-menu") && !target.matches("input") ? { opener, menu } : null;
}

// From its button into a menu, and from one of its lines to the next.
function moveInMenu(event) {
  const found = menuOf(event.target);
  if (!found) {
    return;
  }
  event.preventDefault();
  if (found.opener && !found.menu.matches(":popover-open")) {
    found.menu.showPopover({ source: found.opener });
  }
  const items = itemsOf(found.menu);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const at = items.indexOf(event.target);
  items.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % items.length)?.focus();
}

// To the first or last line of an open menu, or to the next one that begins with a letter.
function jumpInMenu(event) {
  const menu = menuOf(event.target)?.menu;
  if (!menu?.matches(":popover-open") || event.key === " ") {
    return;
  }
  const items = itemsOf(menu);
  if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    items.at(event.key === "Home" ? 0 : -1)?.focus();
    return;
  }
  const after = items.indexOf(event.target) + 1;
  const letter = event.key.toLocaleLowerCase();
  [...items.slice(after), ...items.slice(0, after)]
    .find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(letter))
    ?.focus();
}

function itemsOf(menu) {
  return [...menu.querySelectorAll(".ua-menu-item")].filter((item) => item.checkVisibility());
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

    if (event.target.closest?.("[data-shows-keys]")) {
      document.getElementById("keys")?.showModal();
    }

    const closes = event.target.closest?.("[data-closes]");
    if (closes) {
      document.getElementById(closes.dataset.closes)?.hidePopover();
    }
  },
  true,
);
