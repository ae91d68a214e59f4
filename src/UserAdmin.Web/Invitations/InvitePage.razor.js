// The text of the list is the browser's: the server hears of it after a pause in typing, and never writes over it.
export function follow(area, most, page) {
  if (!area) {
    // Gone again before this module came.
    return;
  }
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => tell(area), 300);
  });
  // Before Blazor hears of it, which would end the circuit over a message that is too long.
  area.addEventListener("change", (event) => {
    clearTimeout(pause);
    if (area.value.length > most) {
      event.stopPropagation();
      page.invokeMethodAsync("OnTooLong");
    }
  });
  if (area.value.length > 0) {
    tell(area);
  }
}

export function replace(area, start, raw, text) {
  if (area.value.slice(start, start + raw.length) === raw) {
    area.setRangeText(text, start, start + raw.length, "preserve");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    tell(area);
  }
}

export function write(area, text) {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function tell(area) {
  area.dispatchEvent(new Event("change", { bubbles: true }));
}
