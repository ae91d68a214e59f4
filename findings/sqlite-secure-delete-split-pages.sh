#!/usr/bin/env bash
# Versions   Microsoft.Data.Sqlite 10.0.15 with the SQLite that comes with it.
# Guess      With PRAGMA secure_delete = ON from the first statement on, nothing of a deleted account is left in the
#            database file: "SQLite overwrites deleted content with zeros".
# Behaviour  When a page of an index or a table is split, cells move to another page, and what they leave in the free
#            part of their old page is not overwritten. Nothing overwrites it either when the row is deleted later. Of
#            some deleted accounts in a thousand, the address is still in the file after the write-ahead log was
#            emptied, as long as the page has other rows. VACUUM removes it.
# Output     "before any is deleted 3000; after all of them are deleted, some are left: True; after VACUUM 0"
# What helps VACUUM after erasing somebody, or encrypt personal values with a key that is deleted.
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
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.15" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

const int Accounts = 6000;
var random = new Random(7);
var ids = Enumerable.Range(0, Accounts).Select(_ => random.Next(1, int.MaxValue)).Distinct().ToList();
using (var connection = new SqliteConnection("Data Source=app.db;Pooling=False"))
{
    connection.Open();
    Run("PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON");
    Run("CREATE TABLE Users (Id TEXT PRIMARY KEY, UserName TEXT, Email TEXT)");
    Run("CREATE INDEX ByUserName ON Users (UserName); CREATE INDEX ByEmail ON Users (Email)");
    ids.ForEach(id =>
        Run($"INSERT INTO Users VALUES ('{id:x8}', '{random.Next():x8}', 'mark{id:x8}@{Name()}.example.com')")
    );
    // Every second one goes.
    var gone = ids.Where((_, place) => place % 2 == 0).ToList();
    Run("PRAGMA wal_checkpoint(TRUNCATE)");
    var before = Found();
    gone.ForEach(id => Run($"DELETE FROM Users WHERE Id = '{id:x8}'"));
    Run("PRAGMA wal_checkpoint(TRUNCATE)");
    var left = Found();
    Console.Error.WriteLine($"{left} of {gone.Count} are left");
    Run("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    Console.WriteLine(
        $"before any is deleted {before}; after all of them are deleted, some are left: {left > 0}; "
            + $"after VACUUM {Found()}"
    );

    string Name() => new('x', random.Next(1, 60));

    int Found() => Marks().Count(mark => gone.Contains(Convert.ToInt32(mark.Substring(4, 8), 16)));

    void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

static HashSet<string> Marks() =>
    Directory
        .GetFiles(".", "app.db*")
        .SelectMany(file => Regex.Matches(Encoding.Latin1.GetString(Read(file)), "mark[0-9a-f]{8}@"))
        .Select(match => match.Value)
        .ToHashSet();

static byte[] Read(string path)
{
    using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    var bytes = new byte[file.Length];
    file.ReadExactly(bytes);
    return bytes;
}
CS
dotnet run > output.txt 2> error.txt || { cat output.txt error.txt; exit 1; }
cat error.txt output.txt
grep -qx 'before any is deleted 3000; after all of them are deleted, some are left: True; after VACUUM 0' output.txt
