// Keeps every <time data-moment> current and adds the browser's own time to its title, so that the server needs no
// timers. The words are those of RelativeTime.cs.

if (document.documentElement.hasAttribute("data-other-zone")) {
  location.reload();
}

const page = document.documentElement;
const words = new Intl.RelativeTimeFormat(page.lang, { numeric: "always" });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// English has the ISO form, as the server writes it (RelativeTime.cs), which is that of Swedish.
const exact = (zone) =>
  page.lang === "en" || page.lang.startsWith("qps")
    ? new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone: zone })
    : new Intl.DateTimeFormat(page.lang, { dateStyle: "medium", timeStyle: "medium", timeZone: zone });
const [local, utc] = [exact(zone), exact("UTC")];
const units = [
  ["year", 31536000],
  ["month", 2592000],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

function relative(at, now) {
  const seconds = (at - now) / 1000;
  if (Math.abs(seconds) < 5) {
    return page.dataset.justNow;
  }
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length);
  // What lies ahead is rounded: seven days must not be six a second later.
  return words.format(seconds > 0 ? Math.round(seconds / size) : Math.trunc(seconds / size), unit);
}

function refresh() {
  const now = Date.now();
  for (const element of document.querySelectorAll("time[data-moment]")) {
    const at = new Date(element.dateTime);
    const text = relative(at, now);
    // The text node itself, which Blazor keeps hold of.
    if (element.firstChild && element.firstChild.data !== text) {
      element.firstChild.data = text;
    }
    if (element.dataset.moment !== element.dateTime) {
      element.dataset.moment = element.dateTime;
      element.title = `${utc.format(at)} UTC\n${local.format(at)} ${zone}`;
    }
  }
}

let pending = false;
new MutationObserver(() => {
  if (!pending) {
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      refresh();
    });
  }
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["datetime"] });
setInterval(refresh, 5000);
refresh();
