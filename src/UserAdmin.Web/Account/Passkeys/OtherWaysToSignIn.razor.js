import { obstacle, Refusal, signIn, told } from "../../webauthn.js";

// A challenge is good for five minutes; the page may stand open for longer.
const renewal = 4 * 60 * 1000;

const form = document.getElementById("passkey-form");
const email = document.querySelector("input[autocomplete~=username]");
const token = form.querySelector("input[name=__RequestVerificationToken]").value;
const returnUrl = form.elements.returnUrl.value;
let offer = null;

function say(fault) {
  const note = document.getElementById("passkey-error");
  note.textContent =
    fault instanceof Refusal
      ? fault.message
      : told("The passkey could not be used. Reload the page and try again, or sign in another way.");
  note.hidden = false;
  note.focus();
  if (!(fault instanceof Refusal)) {
    console.error(fault);
  }
}

// Beside the email field, in the browser's own list of what it could fill in. Only what the person chose there can fail
// aloud.
async function offerWhileTyping() {
  if (!email || obstacle() || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) {
    return;
  }
  email.autocomplete = "username webauthn";
  const mine = (offer = new AbortController());
  const timer = setTimeout(() => {
    mine.abort();
    offerWhileTyping();
  }, renewal);
  try {
    location.assign(await signIn(token, returnUrl, "conditional", mine.signal));
  } catch (fault) {
    if (fault.isAfterChoice) {
      say(fault);
      offerWhileTyping();
    }
  } finally {
    clearTimeout(timer);
  }
}

form.hidden = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") {
    return;
  }
  document.getElementById("passkey-error").hidden = true;
  if (obstacle()) {
    say(new Refusal(obstacle()));
    return;
  }
  form.setAttribute("aria-busy", "true");
  // A browser holds one such question at a time.
  offer?.abort();
  try {
    location.assign(await signIn(token, returnUrl, "optional"));
  } catch (fault) {
    say(fault);
    form.removeAttribute("aria-busy");
    offerWhileTyping();
  }
});
addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
offerWhileTyping();
