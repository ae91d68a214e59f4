// Runs before the first paint. theme.css follows the system by itself; this only pins the choice and keeps the radios true.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const choice = () => document.cookie.match(/(?:^|; )theme=(light|dark|system)(?:;|$)/)?.[1] ?? "system";

  const apply = () => {
    const chosen = choice();
    root.dataset.themeChoice = chosen;
    root.dataset.theme = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
    for (const radio of document.querySelectorAll("input[type=radio][name=theme]")) {
      radio.checked = radio.value === chosen;
    }
  };

  // The server draws days and times in the zone of the person who looks.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zoneOf = () => decodeURIComponent(document.cookie.match(/(?:^|; )zone=([^;]*)/)?.[1] ?? "");
  if (zone && zoneOf() !== zone) {
    document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    // What is being drawn was drawn for another zone; a browser without cookies would never come to an end.
    root.toggleAttribute("data-other-zone", zoneOf() === zone);
  }

  apply();
  dark.addEventListener("change", apply);
  // Another tab chose, or the page comes out of the back-forward cache.
  addEventListener("pageshow", apply);
  document.addEventListener("visibilitychange", apply);
  // The radios are drawn by the circuit, which does not know the choice.
  document.addEventListener("beforetoggle", apply, true);
  document.addEventListener("change", event => {
    if (event.target.matches?.("input[type=radio][name=theme]")) {
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `theme=${event.target.value}; path=/; max-age=31536000; samesite=lax${secure}`;
      apply();
    }
  });
})();
