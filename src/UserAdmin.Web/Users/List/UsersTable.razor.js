// One listener for all rows: ticks, ranges of ticks, keys. And the headings: dragged to another place, their edges to
// another width.
export function connect(frame, page) {
  const table = frame?.querySelector("table");
  if (!table) {
    // Gone again before this module came.
    return;
  }
  const body = table.tBodies[0];
  const rows = () => [...body.querySelectorAll("tr[data-user]")];
  keepTicks(body, rows, page);
  keepFocus(body);
  walkRows(table, rows);
  moveColumns(table, page);
  resizeColumns(table, page);
  // As wide as it must be, and no wider than there is room for.
  new ResizeObserver(() => frame.toggleAttribute("data-scrolls", table.scrollWidth > frame.clientWidth + 1)).observe(
    table,
  );
}

// A row says that it is ticked, and its box follows: the cells are the same for everybody.
function keepTicks(body, rows, page) {
  const boxOf = (row) => row.querySelector(".pick > input");
  const follow = () => {
    for (const row of rows()) {
      const box = boxOf(row);
      if (box) {
        box.checked = row.hasAttribute("data-ticked");
      }
    }
  };
  let last = null;
  body.addEventListener("click", (event) => {
    const box = event.target.closest(".pick > input");
    if (!box) {
      return;
    }
    const all = rows();
    const row = box.closest("tr");
    const [from, to] = [all.findIndex((other) => other.dataset.user === last), all.indexOf(row)].sort((a, b) => a - b);
    const picked = event.shiftKey && from >= 0 ? all.slice(from, to + 1) : [row];
    for (const one of picked) {
      one.toggleAttribute("data-ticked", box.checked);
    }
    last = row.dataset.user;
    follow();
    page.invokeMethodAsync(
      "OnPickedAsync",
      picked.map((one) => one.dataset.user),
      box.checked,
    );
  });
  // Shift would select the text in between.
  body.addEventListener(
    "mousedown",
    (event) => event.shiftKey && event.target.closest(".pick") && event.preventDefault(),
  );
  new MutationObserver(follow).observe(body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-ticked"],
  });
  follow();
}

// The cells of a row that changed are new elements; whoever stood on one of them still does.
function keepFocus(body) {
  let last = null;
  body.addEventListener("focusin", (event) => {
    last = {
      user: event.target.closest("tr")?.dataset.user,
      what: event.target.matches("a") ? "a.ua-row-link" : ".pick > input",
    };
  });
  body.addEventListener("focusout", () => {
    const left = last;
    setTimeout(() => {
      if (last === left) {
        last = null;
      }
    });
  });
  new MutationObserver(() => {
    if (last?.user && document.activeElement === document.body) {
      body.querySelector(`tr[data-user="${CSS.escape(last.user)}"] ${last.what}`)?.focus({ preventScroll: true });
    }
  }).observe(body, { childList: true, subtree: true });
}

// Arrow keys walk the rows without asking the server, x ticks the row one is at; Enter follows the focused link by
// itself.
function walkRows(table, rows) {
  const linkOf = (row) => row?.querySelector("a.ua-row-link");
  const focus = (link) => link && (link.focus(), link.scrollIntoView({ block: "nearest" }));

  table.addEventListener("keydown", (event) => {
    const all = rows();
    const at = all.indexOf(document.activeElement.closest("tr"));
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "x") {
      event.preventDefault();
      all[at].querySelector(".pick > input")?.click();
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) {
      return;
    }
    event.preventDefault();
    if (to < 0) {
      document.querySelector("[data-search]")?.focus();
    } else {
      focus(linkOf(all[to]));
    }
  });

  const fromSearch = (event) => {
    if (!table.isConnected) {
      document.removeEventListener("keydown", fromSearch);
    } else if (event.key === "ArrowDown" && !event.defaultPrevented && event.target.matches?.("[data-search]")) {
      event.preventDefault();
      focus(linkOf(rows()[0]));
    }
  };
  document.addEventListener("keydown", fromSearch);
}

// The first column is at the right where people read from right to left.
const isMirrored = () => document.dir === "rtl";

function moveColumns(table, page) {
  const head = table.tHead;
  const headings = () => [...head.querySelectorAll("th[data-column]")];
  let dragged = null;
  const show = (heading, side) => {
    for (const other of headings()) {
      other.toggleAttribute("data-drop", other === heading);
    }
    heading?.setAttribute("data-drop", side);
  };
  const target = (event) => {
    const heading = event.target.closest?.("th[data-column]");
    const box = heading?.getBoundingClientRect();
    return heading && [heading, (event.clientX < box.left + box.width / 2) === !isMirrored() ? "before" : "after"];
  };
  head.addEventListener("dragstart", (event) => {
    const heading = event.target.closest?.("th[data-column]");
    if (!heading || head.querySelector("[data-resizing]")) {
      event.preventDefault();
      return;
    }
    dragged = heading;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", heading.textContent.trim());
  });
  head.addEventListener("dragover", (event) => {
    const to = dragged && target(event);
    if (to) {
      event.preventDefault();
      show(...to);
    }
  });
  head.addEventListener("drop", (event) => {
    const to = dragged && target(event);
    if (!to) {
      return;
    }
    event.preventDefault();
    const others = headings().filter((heading) => heading !== dragged);
    const place = to[0] === dragged ? headings().indexOf(dragged) : others.indexOf(to[0]) + (to[1] === "after" ? 1 : 0);
    page.invokeMethodAsync("OnMovedAsync", dragged.dataset.column, place);
  });
  head.addEventListener("dragend", () => {
    dragged = null;
    show(null);
  });
}

function resizeColumns(table, page) {
  const narrowest = 40;
  const widest = 1200;
  let pending = 0;
  const resize = (handle, width) => {
    const heading = handle.closest("th");
    const pixels = Math.round(Math.min(widest, Math.max(narrowest, width)));
    heading.style.width = `${pixels}px`;
    handle.setAttribute("aria-valuenow", pixels);
    return pixels;
  };
  const tell = (handle, width) => page.invokeMethodAsync("OnResizedAsync", handle.closest("th").dataset.column, width);

  table.tHead.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".resizer");
    if (!handle || event.button !== 0) {
      return;
    }
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    handle.toggleAttribute("data-resizing", true);
    const begin = event.clientX;
    const width = handle.closest("th").offsetWidth;
    let last = null;
    const move = (moved) => {
      last = resize(handle, width + (isMirrored() ? begin - moved.clientX : moved.clientX - begin));
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener(
      "lostpointercapture",
      () => {
        handle.removeEventListener("pointermove", move);
        handle.removeAttribute("data-resizing");
        if (last !== null) {
          tell(handle, last);
        }
      },
      { once: true },
    );
  });
  table.tHead.addEventListener("dblclick", (event) => {
    const handle = event.target.closest(".resizer");
    if (handle) {
      handle.closest("th").style.width = "";
      tell(handle, null);
    }
  });
  table.tHead.addEventListener("keydown", (event) => {
    // The handles are not in the tab order: with a dozen columns they would double the way into the list.
    const handle =
      event.target.closest(".resizer") ??
      (event.shiftKey ? event.target.closest("th")?.querySelector(".resizer") : null);
    const wider = isMirrored() ? -16 : 16;
    const step = { ArrowLeft: -wider, ArrowRight: wider }[event.key];
    if (!handle || (!step && (event.key !== "Enter" || !event.target.closest(".resizer")))) {
      return;
    }
    event.preventDefault();
    clearTimeout(pending);
    if (!step) {
      handle.closest("th").style.width = "";
      tell(handle, null);
      return;
    }
    const width = resize(handle, handle.closest("th").offsetWidth + step);
    // The key is held down: once it rests is enough.
    pending = setTimeout(() => tell(handle, width), 300);
  });
}
