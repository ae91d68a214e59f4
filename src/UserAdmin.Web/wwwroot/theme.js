// A classic script, where all others are modules: it has to run before the first paint, and a module waits until the
// page is read. theme.css follows the system by itself; this applies the person's own choice and sets the radios.

(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Below a path the cookies have names of their own, the same as in HostCookies.cs.
  const base = new URL(document.baseURI).pathname.replace(/\/$/, "");
  const nameOf = (name) => name + base.replaceAll("/", "!");
  const read = (name) =>
    document.cookie
      .split("; ")
      .find((cookie) => cookie.startsWith(`${nameOf(name)}=`))
      ?.split("=")[1] ?? "";

  const keep = (name, value) => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${nameOf(name)}=${value}; path=${base || "/"}; max-age=31536000; samesite=lax${secure}`;
  };

  const choice = () => ["light", "dark"].find((one) => one === read("theme")) ?? "system";

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
  const zoneOf = () => decodeURIComponent(read("zone"));
  if (zone && zoneOf() !== zone) {
    keep("zone", encodeURIComponent(zone));
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
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=radio][name=theme]")) {
      keep("theme", event.target.value);
      apply();
    }
  });
})();
