// New rows at the top move those below. Somebody is reading these if the page is scrolled, a link in them has the
// focus, or some of their text is marked.
export function isReading(list) {
  const marked = window.getSelection();
  return (
    window.scrollY > 120 ||
    !!list?.querySelector(":focus-visible") ||
    (!!marked && !marked.isCollapsed && !!list?.contains(marked.anchorNode))
  );
}

export function toTop() {
  window.scrollTo({ top: 0 });
}
