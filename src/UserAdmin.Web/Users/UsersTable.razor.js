// Arrow keys walk the rows without asking the server, x ticks the row one is at; Enter follows the focused link by itself.
export function walkRows(table) {
  if (!table) {
    // Gone again before this module came.
    return;
  }
  const links = () => [...table.querySelectorAll("a.ua-row-link")];
  const focus = (link) => link && (link.focus(), link.scrollIntoView({ block: "nearest" }));

  table.addEventListener("keydown", (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "x") {
      event.preventDefault();
      all[at].closest("tr").querySelector("input[type=checkbox]")?.click();
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
      focus(all[to]);
    }
  });

  const fromSearch = (event) => {
    if (!table.isConnected) {
      document.removeEventListener("keydown", fromSearch);
    } else if (event.key === "ArrowDown" && event.target.matches?.("[data-search]")) {
      event.preventDefault();
      focus(links()[0]);
    }
  };
  document.addEventListener("keydown", fromSearch);
}
