using System.Globalization;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Following;

/// <summary>Compares every row of the stock tables with the read model and with the log.</summary>
internal sealed class StormCheck(StormDatabase database, string choices)
{
    private const string StockUsers = """
        SELECT "Id", COALESCE("UserName", ''), COALESCE("Email", ''), COALESCE("PhoneNumber", ''), "EmailConfirmed",
            "TwoFactorEnabled", CASE WHEN "PasswordHash" IS NULL THEN 0 ELSE 1 END,
            CASE WHEN NOT "LockoutEnabled" OR "LockoutEnd" IS NULL THEN '' ELSE 'no' END
        FROM "AspNetUsers"
        """;
    private const string ReadUsers = """
        SELECT Id, UserName, Email, COALESCE(PhoneNumber, ''), EmailConfirmed, TwoFactorEnabled, HasPassword,
            CASE WHEN COALESCE(DisabledAt, InvitedAt, DeletedAt, LockedUntil) IS NULL THEN '' ELSE 'no' END
        FROM Users
        """;
    private const string StockClaims = """
        SELECT DISTINCT "UserId", "ClaimType", "ClaimValue" FROM "AspNetUserClaims"
        """;

    /// <summary>
    /// Waits until the console has recorded everything and shows it, as long as it comes nearer to that.
    /// </summary>
    public async Task IsCaughtUpAsync()
    {
        var seen = Progress();
        while (!IsCaughtUp(seen))
        {
            var before = seen;
            await Eventually.HoldsAsync(() => (seen = Progress()) != before, $"the console goes on from {before}");
        }
    }

    private static bool IsCaughtUp((string Queued, string Logged, string Shown) seen) =>
        seen.Queued == "0" && seen.Logged == seen.Shown;

    private (string Queued, string Logged, string Shown) Progress() =>
        (
            database.Rows($"SELECT count(*) FROM {database.Queue}")[0][0],
            database.Rows($"SELECT max(\"Position\") FROM {database.Own("EventLog")}")[0][0],
            Database.ReadPosition(Database.ReadModelInUse(database.Console)).ToString(CultureInfo.InvariantCulture)
        );

    /// <summary>The list and the pages show what the tables contain.</summary>
    public void ReadModel()
    {
        Lines(database.ReadModel(ReadUsers)).ShouldBe(Lines(database.Rows(StockUsers)), choices);
        Lines(database.ReadModel("SELECT UserId, RoleId FROM UserRoles"))
            .ShouldBe(Lines(database.Rows("SELECT \"UserId\", \"RoleId\" FROM \"AspNetUserRoles\"")), choices);
        Lines(database.ReadModel("SELECT UserId, ClaimType, Value FROM UserClaims"))
            .ShouldBe(Lines(database.Rows(StockClaims)), choices);
    }

    /// <summary>The log tells the same, and each of its events continues from the one before.</summary>
    /// <returns>How many events are about what other programs did.</returns>
    public int Log()
    {
        var fold = StormFold.Of(
            database.Rows(
                $"SELECT \"Position\", \"Type\", \"SubjectId\", \"Payload\", \"Key\" FROM {database.Own("EventLog")} "
                    + $"LEFT JOIN {database.Own("EventKeys")} ON \"Id\" = \"SubjectId\" ORDER BY \"Position\""
            )
        );
        fold.Faults.ShouldBeEmpty(choices);
        Ordered(fold.Accounts())
            .ShouldBe(
                Lines(
                    database.Rows(
                        "SELECT \"Id\", COALESCE(\"Email\", ''), COALESCE(\"PhoneNumber\", '') FROM \"AspNetUsers\""
                    )
                ),
                choices
            );
        Ordered(fold.Roles())
            .ShouldBe(Lines(database.Rows("SELECT \"UserId\", \"RoleId\" FROM \"AspNetUserRoles\"")), choices);
        Ordered(fold.Claims()).ShouldBe(Lines(database.Rows(StockClaims)), choices);
        return fold.Observed;
    }

    /// <summary>Each accepted command is in the log once, at the answered position, and no refused one is.</summary>
    public void Commands(StormCommands commands)
    {
        commands.Accepted.Count.ShouldBeGreaterThan(10, choices);
        // A command that failed for a reason of the database would have been refused as a fault.
        commands
            .Refused.Values.Where(refusal => refusal.Code.StartsWith("send.", StringComparison.Ordinal))
            .Select(refusal => refusal.Message)
            .ShouldBeEmpty(choices);
        var remembered = database
            .Rows($"SELECT \"CommandId\", \"Position\" FROM {database.Own("ProcessedCommands")}")
            .ToDictionary(row => Guid.Parse(row[0]), row => row[1]);
        commands.Accepted.ShouldEachBe(
            one => remembered[one.Key] == one.Value.ToString(CultureInfo.InvariantCulture),
            choices
        );
        commands.Refused.Keys.Where(remembered.ContainsKey).ShouldBeEmpty(choices);
        var stored = database.Rows(
            $"""
            SELECT "CommandId", count(*), max("Position") FROM {database.Own("EventLog")}
            WHERE "ActorName" = 'Command line' AND "CommandName" <> 'CreateRole' GROUP BY "CommandId"
            """
        );
        stored
            .Where(row => row[1] != "1" || row[2] != $"{commands.Accepted.GetValueOrDefault(Guid.Parse(row[0]))}")
            .Select(row => string.Join(" | ", row))
            .ShouldBeEmpty(choices);
    }

    /// <summary>The program itself finds nothing wrong, and a rebuilt read model is the same.</summary>
    public async Task VerifyAsync()
    {
        var folder = database.Console;
        var verdict = await BuiltProgram.RunAsync(["verify", .. folder.Settings]);
        verdict.ExitCode.ShouldBe(0, $"{string.Join('\n', verdict.Error)} ({choices})");
        var followed = Database.Dump(Database.ReadModelInUse(folder), except: "Checkpoint.Generation");
        var rebuild = await BuiltProgram.RunAsync(["rebuild", .. folder.Settings]);
        rebuild.ExitCode.ShouldBe(0, $"{string.Join('\n', rebuild.Error)} ({choices})");
        Database.Dump(Database.ReadModelInUse(folder), except: "Checkpoint.Generation").ShouldBe(followed, choices);
    }

    private static List<string> Lines(IEnumerable<string[]> rows) =>
        Ordered(rows.Select(row => string.Join(" | ", row)));

    private static List<string> Ordered(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
