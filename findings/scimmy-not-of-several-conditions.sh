#!/usr/bin/env bash
# Versions   scimmy 1.3.5 (npm).
# Guess      RFC 7644, section 3.4.2.2: “not” is true if what is in its brackets is false. not (A or B) finds those for
#            whom neither A nor B holds.
# Behaviour  not (A or B) is read as (not A) or (not B), and not (A and B) as (not A) and (not B). Each finds others than
#            asked for: somebody who is disabled is found by a filter that asks for neither clerks nor disabled people.
# Output     "not (clerk or disabled) finds: clerk, boss off, boss; not (clerk and disabled) finds: boss"
# What helps Write what “not” means: active ne false and title ne "clerk" instead of not (… or …), and with “or” instead
#            of not (… and …).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' > package.json
npm install --no-audit --no-fund --ignore-scripts scimmy@1.3.5 > npm.log 2>&1 || { cat npm.log; exit 1; }
cat > app.mjs <<'JS'
import SCIMMY from "scimmy";
const users = [
  { userName: "clerk", title: "clerk", active: true },
  { userName: "clerk off", title: "clerk", active: false },
  { userName: "boss off", title: "boss", active: false },
  { userName: "boss", title: "boss", active: true },
];
const find = (filter) => new SCIMMY.Types.Filter(filter).match(users).map((user) => user.userName).join(", ");
console.log(
  `not (clerk or disabled) finds: ${find('not (title eq "clerk" or active eq false)')}; ` +
    `not (clerk and disabled) finds: ${find('not (title eq "clerk" and active eq false)')}`,
);
JS
seen=$(node app.mjs)
echo "$seen"
expected="not (clerk or disabled) finds: clerk, boss off, boss; not (clerk and disabled) finds: boss"
if [ "$seen" != "$expected" ]; then
    echo "The behaviour has changed; expected: $expected" >&2
    exit 1
fi
