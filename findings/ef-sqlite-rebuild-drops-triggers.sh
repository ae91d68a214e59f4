#!/usr/bin/env bash
# Versions   Microsoft.EntityFrameworkCore.Sqlite 10.0.15.
# Guess      A migration that changes a column of a table on SQLite keeps the table's triggers, such as those that
#            record changes of accounts; at least those that the model names with HasTrigger, or there is a warning.
# Behaviour  SQLite cannot alter a column, so EF Core makes a new table, copies the rows, drops the old one and
#            renames the new one. The triggers go with the old table. Neither an error nor a warning says so, and
#            HasTrigger does not help: from then on nothing is recorded any more.
# Output     "triggers before 1, after 0; rows recorded before 1, after 0; warnings 0"
# What helps Compare sqlite_master with the triggers that ought to be there at each start, and compare the rows with
#            what was recorded, since changes were missed.
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
    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="10.0.15" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;

var warnings = 0;
using var context = new Accounts(line => warnings += line.StartsWith("warn", StringComparison.Ordinal) ? 1 : 0);
var migrator = context.GetService<IMigrator>();
migrator.Migrate("20260101000000_First");
Run("CREATE TABLE Recorded (Email TEXT)");
Run("CREATE TRIGGER record AFTER UPDATE ON Users BEGIN INSERT INTO Recorded VALUES (new.Email); END");
Run("INSERT INTO Users (Id, Email) VALUES ('a', 'a@example.com')");
var (triggers, recorded) = (Triggers(), Change("b@example.com"));
migrator.Migrate("20260102000000_Longer");
Console.WriteLine(
    $"triggers before {triggers}, after {Triggers()}; "
        + $"rows recorded before {recorded}, after {Change("c@example.com")}; warnings {warnings}"
);

int Triggers() => Number("SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'trigger'");

int Change(string email)
{
    var before = Number("SELECT COUNT(*) AS Value FROM Recorded");
    Run($"UPDATE Users SET Email = '{email}'");
    return Number("SELECT COUNT(*) AS Value FROM Recorded") - before;
}

int Number(string sql) => context.Database.SqlQueryRaw<int>(sql).Single();

void Run(string sql) => context.Database.ExecuteSqlRaw(sql);

public sealed class Account
{
    public string Id { get; set; } = "";

    public string? Email { get; set; }
}

public sealed class Accounts(Action<string> log) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) =>
        options
            .UseSqlite("Data Source=app.db")
            .LogTo(log, LogLevel.Warning)
            // This program has migrations written by hand, without snapshots.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    protected override void OnModelCreating(ModelBuilder model) =>
        model.Entity<Account>().ToTable("Users", table => table.HasTrigger("record"));
}

[DbContext(typeof(Accounts))]
[Migration("20260101000000_First")]
public sealed class First : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.CreateTable(
            "Users",
            table => new { Id = table.Column<string>("TEXT"), Email = table.Column<string>("TEXT", nullable: true) },
            constraints: table => table.PrimaryKey("PK_Users", user => user.Id)
        );

    protected override void BuildTargetModel(ModelBuilder model) =>
        model.Entity<Account>().ToTable("Users", table => table.HasTrigger("record"));
}

[DbContext(typeof(Accounts))]
[Migration("20260102000000_Longer")]
public sealed class Longer : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.AlterColumn<string>(
            "Email",
            "Users",
            "TEXT",
            nullable: false,
            defaultValue: "",
            oldClrType: typeof(string),
            oldType: "TEXT",
            oldNullable: true
        );

    protected override void BuildTargetModel(ModelBuilder model) =>
        model
            .Entity<Account>()
            .ToTable("Users", table => table.HasTrigger("record"))
            .Property(user => user.Email)
            .IsRequired();
}
CS
dotnet run > output.txt 2> error.txt || { cat output.txt error.txt; exit 1; }
cat output.txt
grep -qx 'triggers before 1, after 0; rows recorded before 1, after 0; warnings 0' output.txt
