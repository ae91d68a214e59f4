using System.CommandLine;
using UserAdmin.Copying;

namespace UserAdmin.Web.Startup;

/// <summary>The verb <c>copy</c>.</summary>
internal static class Copying
{
    private const string Stopped = "Stopped. The copy is not finished: run the same command again to continue it.";

    /// <summary>Declares it.</summary>
    /// <param name="settings">The words that are settings.</param>
    public static Command Copy(string[] settings)
    {
        var from = Side("--from", "Connection string of the database to copy; it is not changed.");
        var to = Side("--to", "Connection string of an empty database, or of a copy that was interrupted.");
        return Verbs.Run(
            new Command(
                "copy",
                "Copy the write database to another one, such as from SQLite to PostgreSQL or back, and compare all "
                    + "rows; no console may serve either. Run it again to continue a copy that was interrupted."
            )
            {
                from,
                to,
            },
            settings,
            parsed => Task.FromResult(Run(parsed.GetValue(from)!, parsed.GetValue(to)!))
        );
    }

    private static Option<string> Side(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "connection string",
            Required = true,
        };

    private static int Run(string from, string to)
    {
        using var stop = new StopSignal(Stopped);
        var progress = new CopyLines();
        try
        {
            return Say(UserAdminCopy.Run(from, to, progress.Report, stop.Token));
        }
        catch (OperationCanceledException)
        {
            CommandLine.Fail(Stopped);
            return StopSignal.ExitCode;
        }
    }

    private static int Say(CopyReport report)
    {
        foreach (var table in report.Tables)
        {
            CommandLine.Say($"{table.Table}: {table.Count:N0} rows are equal.");
        }

        if (report.Differences.Count > 0)
        {
            foreach (var difference in report.Differences)
            {
                CommandLine.Fail(difference);
            }

            return CommandLine.Fail(
                $"{report.To} is not a copy of {report.From}, and no console will serve it. Run the same command "
                    + "again, which copies rows that differ. If the event log differs, begin with an empty database."
            );
        }

        if (report.NotCopied.Count > 0)
        {
            CommandLine.Say(
                "Not copied, because UserAdmin did not make them and does not know them: "
                    + $"{string.Join(", ", report.NotCopied)}."
            );
        }

        CommandLine.Say(
            $"The copy in {report.To} is complete and equal. Its log ends at position {report.Position}, head hash "
                + $"{report.HeadHash}."
        );
        return CommandLine.Say(
            "The keys that protect sign-ins and links were copied with it, from and to the folder keys/ beside an "
                + "SQLite file. Now set ConnectionStrings:Write to the copy and start the console."
        );
    }
}
