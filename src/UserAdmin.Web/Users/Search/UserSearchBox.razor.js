// The list of ways to go on is the server's; which line is active and whether the list is open is known here, so that
// no key waits for a round trip.
export function complete(box) {
  if (!box) {
    // Gone again before this module came.
    return;
  }
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  let isDismissed = false;

  const options = () => [...list.children];
  const isOpen = () => !list.hidden && !isDismissed && document.activeElement === input;
  const active = () => list.querySelector("[aria-selected=true]");

  const show = () => {
    const open = isOpen();
    box.toggleAttribute("data-open", open);
    input.setAttribute("aria-expanded", open);
    if (!open) {
      select(null);
    }
  };

  const select = (option) => {
    for (const other of options()) {
      other.setAttribute("aria-selected", other === option);
    }
    if (option) {
      option.id = "search-suggestion";
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
    for (const other of options()) {
      if (other !== option) {
        other.removeAttribute("id");
      }
    }
  };

  const accept = (option) => {
    const start = Number(list.dataset.start);
    const end = start + Number(list.dataset.length);
    input.setRangeText(option.dataset.insert, start, end, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "Escape" && isOpen()) {
      isDismissed = true;
      show();
      event.preventDefault();
      event.stopPropagation();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && isOpen()) {
      const all = options();
      const at = all.indexOf(active()) + (event.key === "ArrowDown" ? 1 : -1);
      // Above the first and below the last stands the text itself.
      select(at === -2 ? all.at(-1) : at < 0 || at >= all.length ? null : all[at]);
      event.preventDefault();
      event.stopPropagation();
    } else if ((event.key === "Enter" || event.key === "Tab") && isOpen() && active()) {
      accept(active());
      event.preventDefault();
    } else if (event.key === "Enter") {
      isDismissed = true;
      show();
    }
  });
  input.addEventListener("input", () => {
    // What is listed belongs to the text before; the new list opens it again.
    isDismissed = true;
    show();
  });
  // At once, and not when the server has heard of it: the next letter may already be on its way.
  box.addEventListener(
    "click",
    (event) => {
      if (event.target.closest("button")) {
        input.setRangeText("", 0, input.value.length, "end");
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.focus();
      }
    },
    true,
  );
  input.addEventListener("focus", show);
  input.addEventListener("blur", show);
  // The focus stays in the box.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      accept(option);
    }
  });
  new MutationObserver(() => {
    isDismissed = false;
    select(null);
    show();
  }).observe(list, { childList: true, attributes: true, attributeFilter: ["data-start", "data-length", "hidden"] });
}

export function caretOf(input) {
  return input?.selectionStart ?? 0;
}
