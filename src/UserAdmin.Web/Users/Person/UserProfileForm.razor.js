// Ctrl+S saves, as everywhere else; the browser's own "save page" is of no use here.
export function saveByKey(form) {
  if (!form) {
    // Gone again before this module came.
    return;
  }
  const onKey = (event) => {
    if (!form.isConnected) {
      document.removeEventListener("keydown", onKey);
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      if (!document.querySelector('[role="dialog"]')) {
        form.requestSubmit();
      }
    }
  };
  document.addEventListener("keydown", onKey);
}

export function edit(form) {
  form?.querySelector("input, select")?.focus();
}
