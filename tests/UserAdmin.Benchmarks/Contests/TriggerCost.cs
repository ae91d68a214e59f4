using System.Data.Common;
using System.Diagnostics;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// The same statements of an application, in turns, on two equal databases of which only one has the triggers.
/// </summary>
internal sealed class TriggerCost(string name, DbConnection triggered, DbConnection plain, bool isOnServer)
{
    private const int Rounds = 60;
    private const int WarmUps = 10;
    private const int Together = 20;
    private const int Rows = 5_000;
    private const double Most = 1.25;

    private readonly string[] _ids = [.. Ids(triggered)];

    /// <summary>Takes the triggers out of the database that is to have none.</summary>
    public void DropTriggers()
    {
        var select = isOnServer
            ? "SELECT format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname) FROM pg_trigger t "
                + "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
                + "WHERE NOT t.tgisinternal AND starts_with(t.tgname, 'useradmin_')"
            : "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_master WHERE type = 'trigger'";
        using var triggers = plain.Statement(select);
        foreach (var drop in triggers.Rows())
        {
            plain.Execute((string)drop[0]);
        }
    }

    /// <summary>One account in each commit, as an application does it when somebody changes something.</summary>
    public Result Single() =>
        Measure(
            $"{name}, an application's change",
            (connection, round) =>
            {
                for (var i = 0; i < Together; i++)
                {
                    var number = (round * Together) + i;
                    var id = _ids[number % _ids.Length];
                    connection.Execute(
                        $"UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '+44 {number}', \"ConcurrencyStamp\" = "
                            + $"'{number}' WHERE \"Id\" = '{id}'"
                    );
                }
            }
        );

    /// <summary>Thousands of accounts in one statement, as a nightly job does it.</summary>
    public Result Many() =>
        Measure(
            $"{name}, {Rows:#,0} rows in a statement",
            (connection, round) =>
                connection.Execute(
                    $"UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '+44 {round}' WHERE \"Id\" IN (SELECT \"Id\" "
                        + $"FROM \"AspNetUsers\" ORDER BY \"Id\" LIMIT {Rows})"
                )
        );

    private Result Measure(string what, Action<DbConnection, int> work)
    {
        var (with, without) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            foreach (var isTriggered in BothDatabases.Turns(round))
            {
                var connection = isTriggered ? triggered : plain;
                var begun = Stopwatch.GetTimestamp();
                work(connection, round);
                if (round >= WarmUps)
                {
                    (isTriggered ? with : without).Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
            }

            // The console takes what the triggers note, a moment later.
            triggered.Execute(
                $"DELETE FROM {(isOnServer ? PostgreSqlObservedQueue.Table : SqliteObservedQueue.Table)}"
            );
        }

        return new Result(what, with, without) { Aim = "25 % at most", IsMet = result => result.Ratio <= Most };
    }

    private static IEnumerable<string> Ids(DbConnection connection)
    {
        using var ids = connection.Statement("SELECT \"Id\" FROM \"AspNetUsers\" ORDER BY \"Id\" LIMIT 5000");
        return [.. ids.Rows().Select(row => (string)row[0])];
    }
}
