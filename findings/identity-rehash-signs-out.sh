#!/usr/bin/env bash
# Versions   Microsoft.AspNetCore.Identity.EntityFrameworkCore 10.0.15, Microsoft.EntityFrameworkCore.Sqlite 10.0.15.
# Guess      When the number of iterations is raised, or a hash of an older format is found, the next successful
#            sign-in stores a new hash of the same password and changes nothing else: the password is the same, so
#            nobody is signed out.
# Behaviour  UserManager.CheckPasswordAsync stores the new hash by the way of a changed password, which replaces the
#            security stamp. SecurityStampValidator then ends the sessions of that person on all other devices, and
#            links that were sent to them, such as that of a password reset, no longer work.
# Output     "password accepted True; format byte 0 became 1; security stamp kept False; link still valid False"
# What helps Replace the hash without a new stamp: update the column of the hash alone, or have the hasher report
#            Success and upgrade the hash in a job of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat > app.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.AspNetCore.Identity.EntityFrameworkCore" Version="10.0.15" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="10.0.15" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

const string password = "correct horse battery staple";
var services = new ServiceCollection();
services.AddLogging();
services.AddDataProtection();
services.AddDbContext<Accounts>(options => options.UseSqlite("Data Source=app.db"));
services.AddIdentityCore<IdentityUser>().AddEntityFrameworkStores<Accounts>().AddDefaultTokenProviders();
await using var provider = services.BuildServiceProvider();
await using (var scope = provider.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<Accounts>().Database.EnsureCreatedAsync();
    var old = new PasswordHasher<IdentityUser>(
        Options.Create(new PasswordHasherOptions { CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV2 })
    );
    var user = new IdentityUser("anna") { Email = "anna@example.com" };
    user.PasswordHash = old.HashPassword(user, password);
    Check(await Users(scope).CreateAsync(user));
}

string stamp, link, format;
await using (var scope = provider.CreateAsyncScope())
{
    var user = (await Users(scope).FindByNameAsync("anna"))!;
    (stamp, format) = (user.SecurityStamp!, Format(user));
    link = await Users(scope).GeneratePasswordResetTokenAsync(user);
}

await using (var scope = provider.CreateAsyncScope())
{
    var user = (await Users(scope).FindByNameAsync("anna"))!;
    var isAccepted = await Users(scope).CheckPasswordAsync(user, password);
    var (by, purpose) = (TokenOptions.DefaultProvider, UserManager<IdentityUser>.ResetPasswordTokenPurpose);
    var isValid = await Users(scope).VerifyUserTokenAsync(user, by, purpose, link);
    Console.WriteLine(
        $"password accepted {isAccepted}; format byte {format} became {Format(user)}; "
            + $"security stamp kept {user.SecurityStamp == stamp}; link still valid {isValid}"
    );
}

static UserManager<IdentityUser> Users(AsyncServiceScope scope) =>
    scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();

static string Format(IdentityUser user) => $"{Convert.FromBase64String(user.PasswordHash!)[0]}";

static void Check(IdentityResult result) => _ = result.Succeeded ? 0 : throw new InvalidOperationException($"{result}");

internal sealed class Accounts(DbContextOptions<Accounts> options) : IdentityDbContext<IdentityUser>(options);
CS
dotnet run > output.txt 2> error.txt || { cat output.txt error.txt; exit 1; }
cat output.txt
grep -qx 'password accepted True; format byte 0 became 1; security stamp kept False; link still valid False' output.txt
