// The text of the list is the browser's: the server hears of it after a pause in typing, and never writes over it. It is
// not an event of Blazor's, which would send a long text twice and end the circuit.
export function follow(area, most, page) {
  if (!area) {
    // Gone again before this module came.
    return;
  }
  let pause;
  const tell = async () => {
    clearTimeout(pause);
    const text = area.value;
    try {
      await (text.length > most ? page.invokeMethodAsync("OnTooLong") : page.invokeMethodAsync("OnTextAsync", text));
    } catch {
      // The connection is lost for a moment, or the page is gone.
      if (area.isConnected) {
        pause = setTimeout(tell, 1000);
      }
    }
  };
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(tell, 300);
  });
  area.addEventListener("change", tell);
  if (area.value.length > 0) {
    tell();
  }
}

export function replace(area, start, raw, text) {
  if (area.value.slice(start, start + raw.length) === raw) {
    area.setRangeText(text, start, start + raw.length, "preserve");
    say(area);
  }
}

export function write(area, text) {
  area.setRangeText(text, 0, area.value.length, "end");
  say(area);
}

export function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The draft of the form hears of it as well.
function say(area) {
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new Event("change", { bubbles: true }));
}
