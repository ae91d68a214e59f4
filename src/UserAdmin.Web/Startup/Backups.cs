using System.CommandLine;
using System.Globalization;
using UserAdmin.Settings;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>The verbs <c>backup</c> and <c>restore</c>.</summary>
internal static class Backups
{
    /// <summary>Declares <c>backup</c>.</summary>
    /// <param name="settings">The words that are settings.</param>
    public static Command BackUp(string[] settings)
    {
        var to = new Argument<string>("TO")
        {
            Description = "Folder below which the backup gets a folder of its own; outside the data folder.",
        };
        return Verbs.Run(
            new Command(
                "backup",
                "Copy what cannot be computed again, the database and the keys, and verify the copy; the console "
                    + "may run."
            )
            {
                to,
            },
            settings,
            parsed => BackUpAsync(settings, parsed.GetValue(to)!)
        );
    }

    /// <summary>Declares <c>restore</c>.</summary>
    /// <param name="settings">The words that are settings.</param>
    public static Command Restore(string[] settings)
    {
        var from = new Argument<string?>("FROM")
        {
            Description = "Folder of the backup; may be left out after pg_restore.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return Verbs.Run(
            new Command(
                "restore",
                "Verify a backup and put it in the place of the present data, which is kept; the console must not run."
            )
            {
                from,
            },
            settings,
            parsed => RestoreAsync(settings, parsed.GetValue(from))
        );
    }

    /// <summary>Writes a backup.</summary>
    /// <param name="settings">The settings for the host.</param>
    /// <param name="target">The folder below which it is created.</param>
    private static Task<int> BackUpAsync(string[] settings, string target) =>
        Maintenance.WithHostAsync(
            settings,
            (services, cancellationToken) =>
            {
                var made = services.GetRequiredService<IBackups>().Create(target, cancellationToken);
                CommandLine.Say(
                    made.Remaining is null
                        ? $"The backup {made.Folder} is written and verified."
                        : $"The keys are in {made.Folder}. The backup is complete after this: {made.Remaining}"
                );
                CommandLine.Say(
                    $"It ends at position {made.Position}, head hash {made.HeadHash}. Keep both somewhere else; "
                        + $"after a restore, verify --from {made.Position}:{made.HeadHash} compares them."
                );
                return Task.FromResult(Say(made.Kept));
            }
        );

    /// <summary>Restores a backup.</summary>
    /// <param name="settings">The settings for the host.</param>
    /// <param name="from">The folder of the backup, or null.</param>
    private static Task<int> RestoreAsync(string[] settings, string? from) =>
        Maintenance.WithHostAsync(
            settings,
            (services, cancellationToken) =>
            {
                var restored = services.GetRequiredService<IBackups>().Restore(from, cancellationToken);
                CommandLine.Say(
                    $"Restored and verified: the log ends at position {restored.Position}, head hash "
                        + $"{restored.HeadHash}."
                );
                if (restored.ErasedSince > 0)
                {
                    CommandLine.Say(
                        $"Accounts that were purged since the backup: {restored.ErasedSince}. "
                            + (restored.IsPlain ? "" : "Their keys are deleted. ")
                            + "The next start purges them again."
                    );
                }

                if (restored.IsPlain)
                {
                    CommandLine.Say(
                        "The backup is from before personal texts were encrypted. Start the console once, stop it, and "
                            + "run seal, so that what was purged cannot be read in the log."
                    );
                }

                if (restored.Aside is { } aside)
                {
                    CommandLine.Say($"What was there before is in {aside}. Delete it when it is not needed any more.");
                }

                return Task.FromResult(
                    CommandLine.Say(
                        "If the read model had seen later events, the next start says so, builds it again, and the "
                            + "page System asks for the reason."
                    )
                );
            }
        );

    /// <summary>Prints how old backups are; the exit code says whether each one is gone that should be.</summary>
    private static int Say(KeptBackups kept)
    {
        foreach (var failure in kept.Failures)
        {
            CommandLine.Fail(failure);
        }

        if (kept.Deleted > 0)
        {
            CommandLine.Say($"Backups that were older than {kept.KeepDays} days and are deleted: {kept.Deleted}.");
        }

        CommandLine.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The oldest backup that is kept is of {kept.Oldest.UtcDateTime:yyyy-MM-dd HH:mm} UTC. "
            )
                + (
                    kept.KeepDays is { } days
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"It can be read until a backup after {kept.Oldest.UtcDateTime.AddDays(days):yyyy-MM-dd}; "
                        ) + $"whoever is purged is in no backup {days} days later."
                        : "Whoever was purged since can be read in it until somebody deletes it; "
                            + $"{BackupOptions.Section}:KeepDays deletes old ones."
                )
        );
        return kept.Failures.Count == 0 ? 0 : 1;
    }
}
