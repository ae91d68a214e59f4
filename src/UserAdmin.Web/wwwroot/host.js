// The application that the console lives in has signed the person in (Embedding/HostSignIn.cs). An open page says now
// and then that it is still there; once the application does not let that through, the page is loaded again, which
// leads to the application's sign-in. drafts.js puts back what was typed.

const every = 45000;

async function look() {
  let answer;
  try {
    answer = await fetch("node", { cache: "no-store", redirect: "manual" });
  } catch {
    // connection.js says that the connection is lost.
    return;
  }
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    // Without the question whether to leave a form with changes.
    dispatchEvent(new Event("useradmin:leaving"));
    location.reload();
  }
}

setInterval(look, every);
document.addEventListener("visibilitychange", () => document.hidden || look());
addEventListener("online", look);
// From another window beside this one, where somebody else may have signed in.
addEventListener("focus", look);
