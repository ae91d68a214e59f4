// One quiet banner while the connection is lost. Never throws typed text away: a page that holds some is only reloaded by hand.
(() => {
  "use strict";
  const banner = document.getElementById("components-reconnect-modal");
  const text = banner.querySelector("[data-connection-text]");
  const reload = banner.querySelector("[data-connection-reload]");
  let lostAt = 0;
  let typedAt = 0;
  let retry = 0;

  document.addEventListener("input", event => {
    if (event.target.closest("main, .mud-dialog") && !event.target.closest("[data-search]")) {
      typedAt = Date.now();
    }
  });
  reload.addEventListener("click", () => location.reload());

  // Without its circuit the browser would send an interactive form itself: the text would be gone, and stand in the address.
  document.addEventListener("submit", event => {
    if (event.target.method !== "post") {
      event.preventDefault();
    }
  }, true);

  // What was typed in the last seconds may not have reached the server, which draws data-unsaved.
  const holdsTypedText = () => document.querySelector("[data-unsaved]") !== null || (lostAt > 0 && typedAt > lostAt - 5000);

  const say = (words, offersReload) => {
    text.textContent = words;
    banner.querySelector(".ua-spinner").hidden = offersReload;
    reload.hidden = !offersReload;
    banner.hidden = false;
  };

  const back = () => {
    clearTimeout(retry);
    lostAt = 0;
    banner.hidden = true;
  };

  const gone = () => {
    clearTimeout(retry);
    if (holdsTypedText()) {
      say("The program was restarted, or the connection was lost for too long, so this page cannot save. What you typed is still on this page: copy what you need, then reload.", true);
    } else {
      location.reload();
    }
  };

  // Blazor stops trying after a while; a page left open over night should still come back.
  const tryAgain = async () => {
    try {
      (await Blazor.reconnect()) ? back() : gone();
    } catch {
      retry = setTimeout(tryAgain, 5000);
    }
  };

  banner.addEventListener("components-reconnect-state-changed", event => {
    switch (event.detail.state) {
      case "show":
      case "retrying":
        lostAt ||= Date.now();
        say("Connection lost. Trying to get it back; what you typed is kept.", false);
        break;
      case "hide":
        back();
        break;
      case "failed":
        say("Connection lost. Trying to get it back; what you typed is kept.", false);
        retry = setTimeout(tryAgain, 5000);
        break;
      case "rejected":
      case "resume-failed":
        gone();
        break;
    }
  });
})();
