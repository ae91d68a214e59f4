#!/usr/bin/env bash
# Versions   scim-patch 0.8.3 (npm).
# Guess      A PATCH without a path names an extension by its URN, and the value is an object of its attributes
#            (RFC 7644, sections 3.5.2.1 and 3.10): {"urn:…:enterprise:2.0:User": {"department": "Sales"}}. The department
#            becomes Sales and the other attributes of the extension stay.
# Behaviour  The URN is taken for a path and split at its last colon, so the value is written to an attribute “User” of a
#            new object named "urn:…:enterprise:2.0". The department stays what it was, and no error is said: the client
#            believes that it was changed.
# Output     "department of urn:…:2.0:User: Old; keys that begin with urn: 2"
# What helps A client of such a server names the attribute in the path: "urn:…:2.0:User:department". A server splits an
#            object that is named by a URN into one operation for each attribute before it calls the library.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' > package.json
npm install --no-audit --no-fund --ignore-scripts scim-patch@0.8.3 > npm.log 2>&1 || { cat npm.log; exit 1; }
cat > app.cjs <<'JS'
const { scimPatch } = require("scim-patch");
const urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const user = { userName: "ada", [urn]: { department: "Old", employeeNumber: "7" } };
const patched = scimPatch(user, [{ op: "replace", value: { [urn]: { department: "Sales" } } }]);
const keys = Object.keys(patched).filter((key) => key.startsWith("urn:"));
console.log(`department of urn:…:2.0:User: ${patched[urn].department}; keys that begin with urn: ${keys.length}`);
JS
seen=$(node app.cjs)
echo "$seen"
expected="department of urn:…:2.0:User: Old; keys that begin with urn: 2"
if [ "$seen" != "$expected" ]; then
    echo "The behaviour has changed; expected: $expected" >&2
    exit 1
fi
