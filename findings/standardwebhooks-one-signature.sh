#!/usr/bin/env bash
# Versions   StandardWebhooks 1.1.2 (NuGet).
# Guess      The header webhook-signature may hold several signatures, separated by spaces, so that a sender can sign
#            with the old and the new secret while it is replaced. A receiver accepts the request if any of them fits.
# Behaviour  StandardWebhook.Verify looks at the first signature only. A receiver whose secret made the second one
#            refuses every request, so it fails from the moment at which the sender rotates its secret until its own
#            configuration is changed, which is what the second signature is there to prevent.
# Output     "signed by old: True; old new, by old: True; old new, by new: False; new old, by old: False"
# What helps A sender repeats what was refused for at least as long as both secrets are valid. A receiver with this
#            library splits the header at the spaces and verifies each signature by itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat > app.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <PackageReference Include="StandardWebhooks" Version="1.1.2" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

const string body = """{"type":"user.created"}""";
var now = DateTimeOffset.UtcNow;
var (old, fresh) = (Secret(1), Secret(100));
Console.WriteLine(
    $"signed by old: {Verifies(old, Sign(old))}; "
        + $"old new, by old: {Verifies(old, $"{Sign(old)} {Sign(fresh)}")}; "
        + $"old new, by new: {Verifies(fresh, $"{Sign(old)} {Sign(fresh)}")}; "
        + $"new old, by old: {Verifies(old, $"{Sign(fresh)} {Sign(old)}")}"
);

string Secret(int first) =>
    "whsec_" + Convert.ToBase64String(Enumerable.Range(first, 32).Select(number => (byte)number).ToArray());

string Sign(string secret) => new StandardWebhook(secret).Sign("msg_1", now, body);

bool Verifies(string secret, string signatures)
{
    var headers = new HeaderDictionary
    {
        ["webhook-id"] = "msg_1",
        ["webhook-timestamp"] = now.ToUnixTimeSeconds().ToString(),
        ["webhook-signature"] = signatures,
    };
    try
    {
        new StandardWebhook(secret).Verify(body, headers);
        return true;
    }
    catch (WebhookVerificationException)
    {
        return false;
    }
}
CS
dotnet build -v q -nologo > build.log || { cat build.log; exit 1; }
seen=$(dotnet run --no-build)
echo "$seen"
expected="signed by old: True; old new, by old: True; old new, by new: False; new old, by old: False"
if [ "$seen" != "$expected" ]; then
    echo "The behaviour has changed; expected: $expected" >&2
    exit 1
fi
