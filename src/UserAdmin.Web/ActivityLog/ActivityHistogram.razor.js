// Choosing several bars, with the mouse or with Shift and the arrow keys, needs no server until it is done.
export function brush(chart) {
  if (!chart) {
    // Gone again before this module came.
    return;
  }
  let start = null;
  let end = null;
  let isDrawing = false;

  const bars = () => [...chart.querySelectorAll("a")];

  const mark = () => {
    const all = bars();
    const [from, to] = [all.indexOf(start), all.indexOf(end)].sort((one, other) => one - other);
    all.forEach((bar, at) => bar.toggleAttribute("data-chosen", from >= 0 && at >= from && at <= to));
  };

  const choose = (one, other) => {
    [start, end] = [one, other];
    mark();
  };

  const focus = (bar) => {
    for (const other of bars()) {
      other.tabIndex = other === bar ? 0 : -1;
    }
    bar.focus();
  };

  const go = () => {
    const all = bars();
    const [from, to] = [all.indexOf(start), all.indexOf(end)].sort((one, other) => one - other);
    if (from < 0) {
      return;
    }
    const first = encodeURIComponent(all[from].dataset.first);
    const last = encodeURIComponent(all[to].dataset.last);
    const href = chart.dataset.href.replace("FIRST", first).replace("LAST", last);
    choose(null, null);
    Blazor.navigateTo(href);
  };

  // The first bar is at the right where people read from right to left.
  const isMirrored = () => document.dir === "rtl";

  const barAt = (event) => {
    const all = bars();
    const box = chart.getBoundingClientRect();
    const along = (isMirrored() ? box.right - event.clientX : event.clientX - box.left) / box.width;
    const at = Math.floor(along * all.length);
    return all[Math.max(0, Math.min(all.length - 1, at))];
  };

  chart.addEventListener("keydown", (event) => {
    const all = bars();
    const at = all.indexOf(event.target.closest("a"));
    const step = isMirrored() ? -1 : 1;
    const to = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: all.length - 1 }[event.key];
    if (at >= 0 && to !== undefined && all[to] && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (event.shiftKey) {
        choose(start ?? all[at], all[to]);
      } else {
        choose(null, null);
      }
      focus(all[to]);
    } else if (event.key === "Enter" && start) {
      event.preventDefault();
      go();
    } else if (event.key === "Escape" && start) {
      event.stopPropagation();
      choose(null, null);
    }
  });

  // A link would be dragged.
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType === "mouse" && !event.ctrlKey && !event.metaKey && bars().length > 0) {
      const bar = barAt(event);
      choose(bar, bar);
      isDrawing = true;
    }
  });
  const move = (event) => {
    if (isDrawing) {
      end = barAt(event);
      mark();
    }
  };
  const release = () => {
    if (!chart.isConnected) {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", release);
    } else if (isDrawing) {
      isDrawing = false;
      if (start !== end) {
        // The click that follows would follow the link of one bar.
        const stop = (event) => {
          event.preventDefault();
          event.stopPropagation();
        };
        document.addEventListener("click", stop, { capture: true, once: true });
        setTimeout(() => document.removeEventListener("click", stop, { capture: true }));
        go();
      } else {
        choose(null, null);
      }
    }
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", release);
}
