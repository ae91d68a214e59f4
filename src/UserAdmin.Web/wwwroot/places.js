// Back returns to the place in the list. The browser cannot do it alone, because a page's rows arrive after the address
// has changed.

const most = 100;
const patience = 5000;
const places = new Map();
let returning = null;

function keep() {
  if (!returning) {
    places.delete(location.href);
    places.set(location.href, window.scrollY);
    if (places.size > most) {
      places.delete(places.keys().next().value);
    }
  }
}

function stop() {
  returning = null;
}

function tryToReturn() {
  if (!returning || returning.href !== location.href) {
    return;
  }
  if (document.documentElement.scrollHeight - window.innerHeight >= returning.y) {
    window.scrollTo({ top: returning.y, behavior: "instant" });
  }
  if (performance.now() - returning.since > patience || (window.scrollY === returning.y && ++returning.rests > 20)) {
    stop();
  } else {
    requestAnimationFrame(tryToReturn);
  }
}

window.addEventListener("scroll", keep, { passive: true });
window.addEventListener("popstate", () => {
  const y = places.get(location.href);
  stop();
  if (y > 0) {
    returning = { href: location.href, y, since: performance.now(), rests: 0 };
    requestAnimationFrame(tryToReturn);
  }
});
// Whoever moves on their own is not pulled back.
for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  window.addEventListener(kind, stop, { passive: true, capture: true });
}
