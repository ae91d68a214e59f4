#!/usr/bin/env bash
# Versions   scimmy 1.3.5 (npm).
# Guess      RFC 7644, section 3.5.2.3: a PATCH that replaces a complex attribute gives a set of sub-attributes; those
#            that it does not name are left unchanged. Section 3.5.2.1: adding a value that is there already changes
#            nothing.
# Behaviour  Replacing “name” by an object with a given name removes the family name. Adding an email that the user has
#            already, with the same type, stores it a second time.
# Output     "family name after replace: undefined; emails after adding the same one: 2"
# What helps A client names the sub-attribute in the path (name.givenName), and reads the user before it adds values. A
#            server compares what comes back from “apply” with what was there, and removes equal values.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' > package.json
npm install --no-audit --no-fund --ignore-scripts scimmy@1.3.5 > npm.log 2>&1 || { cat npm.log; exit 1; }
cat > app.mjs <<'JS'
import SCIMMY from "scimmy";
const { Schemas, Messages } = SCIMMY;
const email = { value: "ada@example.com", type: "work" };
const patch = async (operation) => {
  const user = new Schemas.User({
    id: "1", userName: "ada", name: { givenName: "Ada", familyName: "Lovelace" }, emails: [email],
  });
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  return (await new Messages.PatchOp({ schemas, Operations: [operation] }).apply(user)) ?? user;
};
const renamed = await patch({ op: "replace", path: "name", value: { givenName: "Augusta" } });
const added = await patch({ op: "add", path: "emails", value: [email] });
console.log(
  `family name after replace: ${renamed.name.familyName}; emails after adding the same one: ${added.emails.length}`,
);
JS
seen=$(node app.mjs)
echo "$seen"
expected="family name after replace: undefined; emails after adding the same one: 2"
if [ "$seen" != "$expected" ]; then
    echo "The behaviour has changed; expected: $expected" >&2
    exit 1
fi
