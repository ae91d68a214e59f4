// Generates cases.json: PATCHes and filters, with what three libraries of others make of them. ./make installs these
// and runs this. The seed is fixed, so the same versions make the same file.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, target] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { scimPatch } = require("scim-patch");
const { parse, filter: tester } = require("scim2-parse-filter");
const scimmy = require("scimmy").default ?? require("scimmy");
const { Schemas, Messages, Types } = scimmy;
Schemas.User.extend(Schemas.EnterpriseUser, false);

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const core = "urn:ietf:params:scim:schemas:core:2.0:User";
const resources = [
  {
    schemas: [core, enterprise], id: "1", externalId: "x-1", userName: "ada@example.com", displayName: "Ada Lovelace",
    title: "countess", active: true, name: { givenName: "ada", familyName: "lovelace" },
    emails: [
      { value: "ada@work.example", type: "work", primary: true },
      { value: "ada@home.example", type: "home" },
    ],
    phoneNumbers: [{ value: "555-0100", type: "work" }],
    addresses: [{ locality: "london", country: "GB", type: "work" }],
    [enterprise]: { department: "engines", employeeNumber: "7", manager: { value: "9" } },
  },
  {
    schemas: [core], id: "2", userName: "bob@example.com", displayName: "Bob", active: false,
    nickName: "bobby", name: { givenName: "bob", formatted: "bob" },
    emails: [
      { value: "bob@home.example", type: "home", primary: false },
      { value: "bob@work.example", type: "work", primary: true },
      { value: "bob@other.example", type: "other" },
    ],
  },
  { schemas: [core], id: "3", userName: "cy", active: true, title: "clerk" },
  {
    schemas: [core, enterprise], id: "4", externalId: "x-4", userName: "dan", title: "clerk", active: true,
    name: { familyName: "zuse" }, emails: [{ value: "dan@work.example", type: "work" }],
    phoneNumbers: [{ value: "555-0101", type: "mobile" }, { value: "555-0102", type: "work", primary: true }],
    [enterprise]: { department: "sales" },
  },
];

let state = 20261201;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (count) => Math.floor(random() * count);
const one = (list) => list[below(list.length)];
const clone = (value) => JSON.parse(JSON.stringify(value));

// Filters. What is noted of a case says which rules of the RFC it touches; the test knows who breaks which.
const words = ["ada", "bob", "clerk", "countess", "lovelace", "zuse", "engines", "sales", "work", "home", "example",
  "x"];
const texts = ["userName", "displayName", "title", "nickName", "externalId", "name.givenName", "name.familyName",
  `${core}:userName`, `${core}:name.familyName`, `${enterprise}:department`, "emails.value", "emails.type"];

function valuesAt(resource, path) {
  let at = [resource];
  const urn = path.startsWith("urn:") ? path.slice(0, path.lastIndexOf(":")) : null;
  if (urn === enterprise) at = [resource[enterprise]];
  for (const part of (urn ? path.slice(urn.length + 1) : path).split(".")) {
    at = at.flatMap((value) => value?.[part] ?? []);
  }
  return at;
}

function textAtom(path, within, notes) {
  const op = one(["eq", "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"]);
  if (path.startsWith("urn:")) notes.add(path.startsWith(core) ? "core urn" : "urn");
  if (op === "pr") return `${path} pr`;
  const known = (within ?? resources).flatMap((resource) => valuesAt(resource, path));
  let value = known.length && random() < 0.6 ? one(known) : one(words);
  if (["co", "sw", "ew"].includes(op)) value = op === "ew" ? value.slice(-3) : value.slice(0, 3);
  if (random() < 0.15) value = value.toUpperCase();
  const holds = (text, other) => ({ eq: text === other, ne: text === other, co: text.includes(other),
    sw: text.startsWith(other), ew: text.endsWith(other), gt: text > other, ge: text >= other, lt: text < other,
    le: text <= other })[op];
  const exact = path === "externalId" ? (text) => text : (text) => text.toLowerCase();
  if (known.some((text) => holds(text, value) !== holds(exact(text), exact(value)))) notes.add("case");
  const isPlural = path.startsWith("emails");
  if (op === "ne") notes.add("ne");
  if (isPlural && !within) notes.add("plural");
  if (["gt", "ge", "lt", "le"].includes(op)) notes.add("order");
  if (["co", "sw", "ew"].includes(op)) notes.add("part");
  const written = random() < 0.1 ? one([op.toUpperCase(), op[0].toUpperCase() + op.slice(1)]) : op;
  if (written !== op) notes.add("operator in capitals");
  return `${path} ${written} ${JSON.stringify(value)}`;
}

function atom(notes, within) {
  if (within) {
    if (random() < 0.3) {
      const [op, flag] = [one(["eq", "ne"]), random() < 0.5];
      notes.add(`primary ${op} ${flag}`);
      return `primary ${op} ${flag}`;
    }
    return textAtom(one(["value", "type"]), within, notes);
  }
  const kind = random();
  if (kind < 0.12) {
    const [op, flag] = [one(["eq", "ne"]), random() < 0.5];
    return `active ${op} ${flag}`;
  }
  if (kind < 0.35) {
    const name = one(["emails", "phoneNumbers"]);
    notes.add("value filter");
    const inner = new Set();
    const text = tree(1 + below(2), inner, resources.flatMap((resource) => valuesAt(resource, name)));
    inner.forEach((note) => notes.add(note));
    return `${name}[${text}]`;
  }
  if (kind < 0.4) return `${one(["emails", "name", "title", "phoneNumbers", "addresses"])} pr`;
  if (kind < 0.44) {
    notes.add("null");
    return `${one(["title", "nickName", "displayName"])} ${one(["eq", "ne"])} null`;
  }
  return textAtom(one(texts), null, notes);
}

// Brackets are written where the tree needs them, and sometimes where it does not.
function tree(depth, notes, within, rank = 0) {
  const kind = depth === 0 ? 0 : random();
  if (kind < 0.35) return atom(notes, within);
  if (kind < 0.5) {
    notes.add("not");
    return `not (${tree(depth - 1, notes, within)})`;
  }
  const isAnd = kind < 0.75;
  notes.add(isAnd ? "and" : "or");
  const own = isAnd ? 2 : 1;
  const text = `${tree(depth - 1, notes, within, own)} ${isAnd ? "and" : "or"} ${tree(depth - 1, notes, within, own)}`;
  if (own < rank || random() < 0.15) {
    notes.add("brackets");
    return `(${text})`;
  }
  return text;
}

// For each resource whether it matches; “x” where the library fails on that resource.
const bits = (read) => {
  let test;
  try {
    test = read();
  } catch {
    return "refused";
  }
  const of = (resource) => {
    try {
      return test(clone(resource)) ? "1" : "0";
    } catch {
      return "x";
    }
  };
  return resources.map(of).join("");
};

const filters = [];
const seen = new Set();
while (filters.length < 300) {
  const notes = new Set();
  const text = tree(below(4), notes, null);
  if (text.length > 260 || seen.has(text)) continue;
  seen.add(text);
  filters.push([
    text,
    [...notes].sort().join(", "),
    bits(() => tester(parse(text))),
    bits(() => {
      const read = new Types.Filter(text);
      return (resource) => read.match([resource]).length > 0;
    }),
  ]);
}

// PATCHes.
const numbers = new Map();
const values = [];
const sorted = (of) =>
  Array.isArray(of) ? of.map(sorted)
  : of && typeof of === "object" ? Object.fromEntries(Object.keys(of).sort().map((key) => [key, sorted(of[key])]))
  : of;
const textOf = (value) => JSON.stringify(sorted(value ?? null));
function numberOf(value) {
  const text = textOf(value);
  if (!numbers.has(text)) {
    numbers.set(text, values.length);
    values.push(text);
  }
  return numbers.get(text);
}

const entry = () => ({
  value: `new${below(3)}@example.com`,
  ...(random() < 0.8 ? { type: one(["work", "home", "other"]) } : {}),
  ...(random() < 0.4 ? { primary: true } : {}),
});

function operation(notes, resource) {
  const op = one(["add", "replace", "remove"]);
  const kind = below(13);
  const plural = one(["emails", "emails", "phoneNumbers"]);
  const filter = () => {
    const known = valuesAt(resource, plural);
    const written = one([
      `type eq "${one(["work", "home", "other", "mobile"])}"`,
      `type eq "${one(["work", "home"])}"`,
      `value eq "${known.length ? one(known).value : "nobody"}"`,
      `value co "${one(["work", "home", "@", "555"])}"`,
      `not (type eq "${one(["work", "home"])}")`,
      `type eq "${one(["work", "home"])}" and value pr`,
      `type eq "work" or type eq "home"`,
      `primary eq ${random() < 0.7}`,
    ]);
    let found = [];
    try {
      found = known.filter(tester(parse(written)));
    } catch {}
    notes.add(`filter finds ${found.length === 0 ? "nothing" : found.length === 1 ? "one" : "several"}`);
    if (written.startsWith("primary eq false")) notes.add("primary eq false");
    if (written.startsWith("type eq") && !/ (and|or) /.test(written)) notes.add("filter by type");
    return written;
  };
  const make = (path, value) => ({ op, ...(path ? { path } : {}), ...(op === "remove" ? {} : { value }) });
  notes.add(op);
  switch (kind) {
    case 0:
      return make(one(["title", "nickName", "displayName", "externalId"]), `t${below(3)}`);
    case 1:
      return make(one(["name.familyName", "name.givenName", "name.middleName"]), `n${below(3)}`);
    case 2:
      return make("active", random() < 0.5);
    case 3:
      notes.add("whole list");
      return make(plural, random() < 0.2 ? [entry(), { ...entry(), primary: false }] : [entry()]);
    case 4:
      notes.add("whole list");
      notes.add("what is there");
      return make(plural, valuesAt(resource, plural).slice(0, 1 + below(2)));
    case 5:
      notes.add("entry");
      return make(`${plural}[${filter()}]`, { value: `f${below(3)}@example.com` });
    case 6:
      notes.add("sub-attribute of entry");
      return make(`${plural}[${filter()}].value`, `s${below(3)}@example.com`);
    case 7:
      notes.add("sub-attribute of entry");
      notes.add("sets type or primary");
      return random() < 0.5
        ? make(`${plural}[${filter()}].type`, "other")
        : make(`${plural}[${filter()}].primary`, true);
    case 8:
      notes.add("extension");
      return make(`${enterprise}:${one(["department", "employeeNumber", "costCenter"])}`, `e${below(3)}`);
    case 9:
      notes.add("extension");
      notes.add("manager");
      return make(`${enterprise}:manager${one(["", ".value"])}`, null);
    case 10: {
      notes.add("no path");
      const value = one([
        { title: "p" },
        { title: "p", active: false },
        { name: { familyName: "p" } },
        { emails: [entry()] },
        { [enterprise]: { department: "p" } },
        { [`${enterprise}:department`]: "p" },
        { "name.givenName": "p", title: "q" },
      ]);
      if (value.emails) notes.add("list without path");
      if (value.name || value[enterprise]) notes.add("object without path");
      if (`${enterprise}:department` in value || "name.givenName" in value) notes.add("dotted names");
      return op === "remove" ? { op, path: "title" } : { op, value };
    }
    case 11:
      notes.add("name");
      return make("name", { givenName: `g${below(2)}` });
    default:
      notes.add("core urn");
      return make(`${core}:${one(["title", "name.familyName"])}`, `u${below(3)}`);
  }
}

async function withScimmy(resource, operations) {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  const message = new Messages.PatchOp({ schemas, Operations: operations });
  const before = new Schemas.User(clone(resource));
  return (await message.apply(before)) ?? before;
}

// What a PATCH changes, by attribute: the new value, or null where none is left.
function difference(before, after) {
  const made = clone(after);
  const changed = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(made)])) {
    if (name !== "schemas" && name !== "meta" && textOf(before[name]) !== textOf(made[name])) {
      changed[name] = made[name] ?? null;
    }
  }
  return changed;
}

const refused = (fault) => `refused: ${fault.scimType ?? fault.scimCode ?? ""}`;
const patches = [];
while (patches.length < 400) {
  const [at, notes] = [below(resources.length), new Set()];
  const resource = resources[at];
  const operations = Array.from({ length: random() < 0.7 ? 1 : 2 }, () => operation(notes, resource));
  for (const each of operations) {
    if (each.path?.includes(":manager") && each.op !== "remove") {
      each.value = each.path.endsWith("value") ? "5" : { value: "5" };
    }
  }
  if (operations.length > 1) notes.add("two operations");
  const key = JSON.stringify([at, operations]);
  if (seen.has(key)) continue;
  seen.add(key);
  let [first, second] = [null, null];
  try {
    first = difference(resource, scimPatch(clone(resource), clone(operations)));
  } catch (fault) {
    first = refused(fault);
  }
  try {
    second = difference(resource, await withScimmy(resource, clone(operations)));
  } catch (fault) {
    second = refused(fault);
  }
  patches.push([at, numberOf(operations), [...notes].sort().join(", "), numberOf(first), numberOf(second)]);
}

const names = ["scim-patch", "scim2-parse-filter", "scimmy"];
const version = (name) => JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
const lines = (list) => list.map((each) => `    ${typeof each === "string" ? each : JSON.stringify(each)}`).join(",\n");
writeFileSync(
  target,
  `{
  "versions": ${JSON.stringify(Object.fromEntries(names.map((name) => [name, version(name)])))},
  "resources": [\n${lines(resources)}\n  ],
  "filters": [\n${lines(filters)}\n  ],
  "values": [\n${lines(values)}\n  ],
  "patches": [\n${lines(patches)}\n  ]
}
`,
);
