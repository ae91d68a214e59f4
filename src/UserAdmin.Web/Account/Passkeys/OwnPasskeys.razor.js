import { add, obstacle, Refusal, told } from "../../webauthn.js";

/** Adds a passkey when the form is sent, and tells the component what came of it. */
export function start(form, component) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") {
      return;
    }
    form.setAttribute("aria-busy", "true");
    try {
      if (obstacle()) {
        throw new Refusal(obstacle());
      }
      const { passkeyId, name } = await add(form.querySelector("input[name=__RequestVerificationToken]").value);
      await component.invokeMethodAsync("OnAddedAsync", passkeyId, name);
    } catch (fault) {
      const why =
        fault instanceof Refusal
          ? fault.message
          : told("The passkey could not be added. Reload the page and try again.");
      await component.invokeMethodAsync("OnNotAdded", why);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}
