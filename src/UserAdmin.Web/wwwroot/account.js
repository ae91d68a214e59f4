// The plain pages work without this; it shows passwords on demand, copies and saves recovery codes, keeps a form
// from being sent twice, and follows the console while it attaches itself to a database.

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = field.type === "password";
    field.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
    field.focus();
  });
}

function lines(id) {
  return (
    [...document.getElementById(id).querySelectorAll("li")].map((line) => line.textContent.trim()).join("\n") + "\n"
  );
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(lines(button.dataset.copy));
    const label = button.querySelector("span");
    label.textContent = label.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-download]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines(button.dataset.download)], { type: "text/plain" }));
    link.download = button.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
    }
    form.setAttribute("aria-busy", "true");
  });
  // Back to this page out of the cache: the form may be sent again.
  addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
}

const betweenLooks = 500;

async function follow(run) {
  const [bar, text] = [run.querySelector("progress"), run.querySelector("[role=status]")];
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, betweenLooks));
    let answer;
    try {
      answer = await fetch(run.dataset.attachment, { cache: "no-store" });
    } catch {
      // The program is starting again.
      text.textContent = run.dataset.restarts;
      continue;
    }
    if (answer.status === 404) {
      // It has started again, and knows nothing of this run.
      location.reload();
      return;
    }
    if (!answer.ok) {
      continue;
    }
    const state = await answer.json();
    if (state.hasFailed) {
      location.reload();
      return;
    }
    text.textContent = state.text;
    if (state.total > 0) {
      [bar.max, bar.value] = [state.total, state.done];
    }
  }
}

for (const run of document.querySelectorAll("[data-attachment]")) {
  follow(run);
}
