// Keeps what is typed in forms in this tab, per page and person (decision 49), and puts it back after the page was
// loaded again: after a restart of the program, or after signing in again. Never a password or a code. Gone when the
// form is saved, discarded or left.

// Another console on the same host keeps its own.
const prefix = `useradmin-draft:${new URL(document.baseURI).pathname}:`;
const fields = "input:not([type=hidden], [type=file], [type=submit], [type=button]), textarea, select";
const note = document.getElementById("draft-note");

function shell() {
  return document.querySelector(".ua-shell[data-interactive=true]");
}

function person() {
  return shell()?.dataset.person;
}

function hasEnded() {
  return !shell() || shell().hasAttribute("data-ended");
}

function keyOf(form) {
  return `${prefix}${form.draftOf}:${form.draftAt}:${form.dataset.draft}`;
}

function isSecret(field) {
  return (
    field.type === "password" ||
    /password|one-time-code/.test(field.autocomplete) ||
    /(password|secret|token|code)$/i.test(field.id)
  );
}

function labelOf(field) {
  return (field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? "").trim();
}

function isTicked(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function nameOf(field) {
  return (
    field.id ||
    [
      field.type,
      ...(isTicked(field) && (field.name || field.value !== "on")
        ? [field.name, field.value]
        : [field.name, labelOf(field)]),
    ].join(":")
  );
}

function stateOf(field) {
  return isTicked(field) ? String(field.checked) : field.value;
}

function fieldsOf(form) {
  return [...form.querySelectorAll(fields)].filter((field) => !field.closest("[data-undrafted]"));
}

function read(form) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

// As it stands now, nothing in it is of the person's making.
function begin(form) {
  form.draftTouched = new Set();
  form.draftSeen = new Map(fieldsOf(form).map((field) => [nameOf(field), stateOf(field)]));
}

function drop(form) {
  sessionStorage.removeItem(keyOf(form));
  begin(form);
  if (note.form === form) {
    note.hidden = true;
  }
}

let lastPerson = null;

function forgetOthers(who) {
  if (who === lastPerson) {
    return;
  }
  lastPerson = who;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix) && !key.startsWith(`${prefix}${who}:`)) {
      sessionStorage.removeItem(key);
    }
  }
}

function forgetAll() {
  return forgetOthers("nobody");
}

function save(form) {
  const before = read(form)?.fields ?? {};
  const draft = { fields: {}, hasSecret: false };
  for (const field of fieldsOf(form)) {
    const [name, now] = [nameOf(field), stateOf(field)];
    const was = form.draftSeen.get(name) ?? "";
    if (was !== now && form.draftTouched.has(name)) {
      if (isSecret(field)) {
        draft.hasSecret = true;
      } else {
        draft.fields[name] = { was: before[name]?.was ?? was, now };
      }
    }
  }
  if (Object.keys(draft.fields).length > 0 || draft.hasSecret) {
    sessionStorage.setItem(keyOf(form), JSON.stringify(draft));
  } else {
    sessionStorage.removeItem(keyOf(form));
  }
}

function put(field, state) {
  if (isTicked(field)) {
    if (String(field.checked) === state) {
      return;
    }
    field.checked = state === "true";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (field.value !== state) {
    field.value = state;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function filled(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, hole) => values[hole]);
}

function say(form, back) {
  const text = note.querySelector("[data-draft-text]");
  const words = text.dataset;
  const others = back.filter((one) => one.isOther).map((one) => filled(words.changed, one.label, one.found));
  text.textContent = [
    words.restored,
    others.length > 0 ? filled(words.meanwhile, others.join(", ")) : "",
    form.draftHadSecret ? words.passwords : "",
  ]
    .filter((part) => part)
    .join(" ");
  note.form = form;
  note.back = back;
  note.hidden = false;
}

// A field may come with another: the choice of a password brings the password's field.
function restore(form) {
  const waiting = form.draftWaiting;
  const back = form.draftBack;
  const before = back.length;
  for (const field of fieldsOf(form)) {
    const stored = waiting[nameOf(field)];
    if (stored && !isSecret(field) && !field.matches(":disabled")) {
      delete waiting[nameOf(field)];
      const found = stateOf(field);
      form.draftSeen.set(nameOf(field), found);
      if (found !== stored.now && !(field.type === "radio" && stored.now === "false")) {
        back.push({ field, found, label: labelOf(field), isOther: found !== stored.was && !isTicked(field) });
        put(field, stored.now);
      }
    }
  }
  if (Object.keys(waiting).length === 0) {
    form.draftWaiting = null;
  }
  // Only if there is news: saying it changes the page, and while a field is still to come this runs after each change.
  if (back.length > before || (form.draftHadSecret && !form.draftSaid)) {
    form.draftSaid = true;
    say(form, back);
  }
}

const known = new Set();

function take(form) {
  known.add(form);
  form.draftOf = person();
  form.draftAt = location.pathname;
  form.draftBack = [];
  form.draftSaid = false;
  begin(form);
  const draft = read(form);
  form.draftWaiting = draft?.fields ?? null;
  form.draftHadSecret = draft?.hasSecret ?? false;
}

let wasUnsaved = false;

function look() {
  const who = person();
  if (!who || hasEnded()) {
    return;
  }
  forgetOthers(who);
  for (const form of known) {
    if (!form.isConnected) {
      // Saved, cancelled or left, and asked about where something would have been lost.
      known.delete(form);
      drop(form);
    }
  }
  for (const form of document.querySelectorAll("[data-draft]")) {
    // Until it can be typed in, its fields do not stand yet.
    if (!known.has(form) && fieldsOf(form).some((field) => !field.matches(":disabled"))) {
      take(form);
    }
    if (form.draftWaiting) {
      restore(form);
    }
  }
  const isUnsaved = document.querySelector("[data-unsaved]") !== null;
  if (isUnsaved !== wasUnsaved) {
    wasUnsaved = isUnsaved;
    for (const form of known) {
      if (!form.closest(".mud-dialog") && !form.draftWaiting) {
        isUnsaved ? save(form) : drop(form);
      }
    }
  }
}

function formOf(event) {
  const form = event.target.closest?.("[data-draft]");
  return form && known.has(form) && event.target.matches(fields) ? form : null;
}

// What stands in a field before the person touches it; others may have changed it since the form came.
addEventListener("focusin", (event) => {
  const [form, name] = [formOf(event), nameOf(event.target)];
  if (form && !form.draftTouched.has(name)) {
    form.draftSeen.set(name, stateOf(event.target));
  }
});
for (const type of ["input", "change"]) {
  addEventListener(type, (event) => {
    const form = formOf(event);
    if (form) {
      // One of a group takes the others' places.
      for (const field of event.target.type === "radio"
        ? fieldsOf(form).filter((one) => one.name === event.target.name)
        : [event.target]) {
        form.draftTouched.add(nameOf(field));
      }
      save(form);
    }
  });
}

document.addEventListener("submit", (event) => {
  // Whoever signs out leaves nothing behind.
  if (event.target.getAttribute("action")?.endsWith("account/sign-out")) {
    forgetAll();
  }
});
note.querySelector("[data-draft-discard]").addEventListener("click", () => {
  for (const { field, found } of note.back.toReversed()) {
    put(field, found);
  }
  drop(note.form);
  note.hidden = true;
});
note.querySelector("[data-draft-keep]").addEventListener("click", () => {
  note.hidden = true;
});

let pending = false;
new MutationObserver(() => {
  if (!pending) {
    pending = true;
    queueMicrotask(() => {
      pending = false;
      look();
    });
  }
}).observe(document.body, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["data-interactive", "data-person", "data-ended", "disabled"],
});
