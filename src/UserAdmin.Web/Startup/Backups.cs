using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>Runs the verbs <c>backup</c> and <c>restore</c>.</summary>
internal static class Backups
{
    /// <summary>Writes a backup.</summary>
    /// <param name="settings">The settings for the host.</param>
    /// <param name="target">The folder below which it is created.</param>
    public static Task<int> BackUpAsync(string[] settings, string target) =>
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
                return Task.FromResult(
                    CommandLine.Say(
                        $"It ends at position {made.Position}, head hash {made.HeadHash}. Keep both somewhere else; "
                            + $"after a restore, verify --from {made.Position}:{made.HeadHash} compares them."
                    )
                );
            }
        );

    /// <summary>Restores a backup.</summary>
    /// <param name="settings">The settings for the host.</param>
    /// <param name="from">The folder of the backup, or null.</param>
    public static Task<int> RestoreAsync(string[] settings, string? from) =>
        Maintenance.WithHostAsync(
            settings,
            (services, cancellationToken) =>
            {
                var restored = services.GetRequiredService<IBackups>().Restore(from, cancellationToken);
                CommandLine.Say(
                    $"Restored and verified: the log ends at position {restored.Position}, head hash "
                        + $"{restored.HeadHash}."
                );
                if (restored.Aside is { } aside)
                {
                    CommandLine.Say($"What was there before is in {aside}. Delete it when it is not needed any more.");
                }

                return Task.FromResult(
                    CommandLine.Say(
                        "If the read model had seen later events, the next start says so, builds it again, and the page "
                            + "System asks for the reason."
                    )
                );
            }
        );
}
