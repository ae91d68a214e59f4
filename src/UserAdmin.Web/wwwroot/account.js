// The plain pages work without this; it shows passwords on demand and keeps a form from being sent twice.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.setAttribute("aria-label", "Show what you type");
    button.addEventListener("click", () => {
      const show = field.type === "password";
      field.type = show ? "text" : "password";
      button.setAttribute("aria-pressed", String(show));
      field.focus();
    });
  }

  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", event => {
      if (form.getAttribute("aria-busy") === "true") {
        event.preventDefault();
      }
      form.setAttribute("aria-busy", "true");
    });
    // Back to this page out of the cache: the form may be sent again.
    addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
  }
})();
