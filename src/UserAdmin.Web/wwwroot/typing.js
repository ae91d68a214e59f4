// A field belongs to the person who types in it (decision 48). An answer of the server that is older than the text in a
// field must not take letters back, however slow the line: until the server has said that it heard a text, it may not
// set another one there.

// The palette's field is never set by the server, but by its own script.
const fields =
  "input:not([type=checkbox], [type=radio], [type=file], [type=hidden], [type=submit], [type=button], #palette *), textarea";
// Fields of whose letters the server hears at the end, with the change, say so: data-heard="change".
function isHeardLate(field) {
  return field.dataset.heard === "change";
}

const unheard = new Map();
let connection = 0;

// The field that the person went to or typed in after they last pressed anything.
let own = null;
let pressed = null;

// Blazor sets a field's text with its property "value", and nothing else of ours does where somebody may be typing.
function guard(field) {
  const { get, set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  Object.defineProperty(field, "value", {
    configurable: true,
    enumerable: true,
    get: () => get.call(field),
    set: (value) => {
      if (unheard.has(field)) {
        return;
      }
      // Who has just come and typed nothing yet will replace the whole text, as if it had been there in time.
      const isUntouched =
        field === document.activeElement && field.selectionStart === 0 && field.selectionEnd === get.call(field).length;
      set.call(field, value);
      if (isUntouched && own === field) {
        field.select();
      }
    },
  });
}

// The circuit does one thing after the other: what is asked after a text was sent is answered after the text was heard,
// and after all that the server drew without knowing it.
async function ask(field) {
  const [text, during] = [unheard.get(field), connection];
  try {
    await DotNet.invokeMethodAsync("UserAdmin.Web", "TypedTextHeard");
  } catch {
    // The connection is lost: back() sends the text again.
    return;
  }
  if (unheard.get(field) === text && during === connection) {
    unheard.delete(field);
  }
}

addEventListener("focusin", (event) => {
  const field = event.target;
  if (!field.matches?.(fields)) {
    return;
  }
  if (!Object.hasOwn(field, "value")) {
    guard(field);
  }
  if (pressed && (pressed.key === "Tab" || field.contains(pressed.target) || pressed.target.control === field)) {
    own = field;
  }
});

// After Blazor, which listens at the document.
addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.(fields)) {
    return;
  }
  own = field;
  unheard.set(field, {});
  if (!isHeardLate(field)) {
    ask(field);
  }
});
addEventListener("change", (event) => {
  if (unheard.has(event.target) && isHeardLate(event.target)) {
    ask(event.target);
  }
});

// Left with the text that it had before, it changes nothing: there is no event that the server could hear, nor a reason
// to wait.
addEventListener("focusout", (event) => {
  if (unheard.has(event.target) && isHeardLate(event.target)) {
    ask(event.target);
  }
});

// A focus that the server asked for comes a round trip later; by then the person may be typing elsewhere, and keeps the
// place.
function press(event) {
  pressed = event;
  queueMicrotask(() =>
    setTimeout(() => {
      pressed = pressed === event ? null : pressed;
    }),
  );
  if (
    event.type === "pointerdown"
      ? !event.target.matches?.(fields)
      : ["Enter", "Escape"].includes(event.key) ||
        ((event.ctrlKey || event.metaKey) && ["s", "k"].includes(event.key.toLowerCase()))
  ) {
    own = null;
  }
}

addEventListener("pointerdown", press, true);
addEventListener("keydown", press, true);
const focus = HTMLElement.prototype.focus;
HTMLElement.prototype.focus = function (options) {
  const isLate =
    own &&
    own !== this &&
    own === document.activeElement &&
    !["keydown", "click", "pointerdown", "mousedown"].includes(window.event?.type);
  if (!isLate) {
    focus.call(this, options);
  }
};

// A date that is typed is another date with every digit of its year; only the last one is meant.
const pause = 1000;
const held = new Map();
let typedIn = null;

function isTyped(field) {
  return field.matches?.("input[type=date][data-heard=change]") && typedIn === field;
}

function release(field) {
  clearTimeout(held.get(field));
  held.delete(field);
  typedIn = null;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

addEventListener(
  "keydown",
  (event) => {
    typedIn = /^[0-9]$|^Backspace$|^Delete$|^Arrow/.test(event.key) ? event.target : null;
    if (event.key === "Enter" && held.has(event.target)) {
      release(event.target);
    }
  },
  true,
);
addEventListener(
  "pointerdown",
  () => {
    typedIn = null;
  },
  true,
);
addEventListener(
  "change",
  (event) => {
    const field = event.target;
    if (isTyped(field)) {
      event.stopImmediatePropagation();
      clearTimeout(held.get(field));
      held.set(
        field,
        setTimeout(() => (field.value === "" || field.value >= "1000" ? release(field) : null), pause),
      );
    }
  },
  true,
);
addEventListener("focusout", (event) => held.has(event.target) && release(event.target), true);

// The connection is back: what was typed meanwhile never arrived.
addEventListener("useradmin:connected", () => {
  connection++;
  for (const field of [...unheard.keys()]) {
    unheard.delete(field);
    if (field.isConnected) {
      field.dispatchEvent(new Event(isHeardLate(field) ? "change" : "input", { bubbles: true }));
    }
  }
});

// A field of one line drops the ends of the lines of what is pasted, so that the addresses of a list would run together.
document.addEventListener("paste", (event) => {
  const field = event.target;
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!field.matches?.("input[data-takes-lines]") || !/[\r\n\t\v\f\u0085\u2028\u2029]/u.test(text)) {
    return;
  }
  const line = text.replace(/\s*[\r\n\t\v\f\u0085\u2028\u2029]\s*/gu, text.includes("@") ? "; " : " ");
  const [start, end] = [field.selectionStart, field.selectionEnd];
  const room = field.maxLength < 0 ? line.length : field.maxLength - field.value.length + end - start;
  event.preventDefault();
  field.setRangeText(line.slice(0, room), start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
