// The form of the language leads back to where the person is, which a page with a circuit knows only here. drafts.js puts
// back what was typed.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-language]")) {
    const here = `/${location.pathname.slice(new URL(document.baseURI).pathname.length)}`;
    form.elements.namedItem("returnUrl").value = here + location.search + location.hash;
    dispatchEvent(new Event("useradmin:leaving"));
  }
});
