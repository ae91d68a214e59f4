using UserAdmin.Anchors;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Maintains the log and the read model from the command line, whether or not the program is running.
/// </summary>
internal static class Maintenance
{
    private static readonly Actor _actor = Actor.System with { Name = "Command line" };

    /// <summary>Rebuilds the read model.</summary>
    /// <param name="settings">The settings for the host.</param>
    /// <param name="setAside">The position of an event to set aside, if it stops the rebuild.</param>
    /// <param name="reason">The reason, which is stored in the history.</param>
    public static Task<int> RebuildAsync(string[] settings, long? setAside, string? reason) =>
        WithHostAsync(
            settings,
            async (services, cancellationToken) =>
            {
                await services.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
                var rebuild = services.GetRequiredService<IReadModelRebuild>();
                try
                {
                    var position = rebuild.Run(Tell, cancellationToken);
                    return CommandLine.Say(
                        $"The read model was rebuilt and stands at position {position}."
                            + (setAside is null ? "" : $" Event {setAside} can be applied and was not set aside.")
                    );
                }
                catch (EventNotAppliedException stop) when (stop.Position == setAside)
                {
                    var result = await services
                        .GetRequiredService<ICommandBus>()
                        .SendAsync(
                            new SetEventAside(stop.Position),
                            new CommandContext(_actor, Guid.CreateVersion7()) { Reason = reason },
                            cancellationToken
                        );
                    return result.IsAccepted
                        ? CommandLine.Say(
                            $"Event {stop.Position} is set aside. The read model was rebuilt without it and "
                                + $"stands at position {rebuild.Run(Tell, cancellationToken)}."
                        )
                        : CommandLine.Fail(
                            result.Errors[0] == LogErrors.ReasonMissing
                                ? "Give a reason, which stays in the history: --reason \"why\"."
                                : result.Errors[0].Message
                        );
                }
                catch (EventNotAppliedException stop)
                {
                    return CommandLine.Fail(
                        $"{stop.Message} The read model in use was not touched. If the program cannot be "
                            + "fixed, continue without that event: "
                            + $"rebuild --set-aside {stop.Position} --reason \"why\". It stays in the log, "
                            + "and the history says that it was set aside."
                    );
                }
            }
        );

    /// <summary>
    /// Verifies the log and, if heads were kept, that the log still contains them. Writes nothing.
    /// </summary>
    public static Task<int> VerifyAsync(string[] settings, KeptHeads kept) =>
        WithHostAsync(
            settings,
            async (services, cancellationToken) =>
            {
                var compared = services
                    .GetRequiredService<IAnchorVerification>()
                    .Verify(kept.Head, kept.Anchors, kept.KeyFile, cancellationToken);
                if (compared.Log is not { } verdict)
                {
                    return CommandLine.Fail(compared.Problem!);
                }

                if (verdict.BadPosition is not null)
                {
                    return CommandLine.Fail(
                        $"First bad position: {verdict.BadPosition}. {verdict.Problem} Good up to position "
                            + $"{verdict.Position}, hash {verdict.HeadHash}."
                    );
                }

                CommandLine.Say(
                    $"The event log is complete and unchanged up to position {verdict.Position}, head hash "
                        + $"{verdict.HeadHash}."
                );
                if (verdict.Unchecked is { } blind)
                {
                    CommandLine.Say(blind);
                }

                if (compared.Problem is { } forged)
                {
                    return CommandLine.Fail(forged);
                }

                Anchors.Say(compared);
                Sealing.Say(verdict.Sealing, compared.SealingIsSigned);
                await SayDifferencesAsync(services, cancellationToken);
                return 0;
            }
        );

    /// <summary>
    /// Changes by other programs in the Identity tables are not errors of the log: one line is printed for each, and
    /// the exit code stays 0.
    /// </summary>
    private static async Task SayDifferencesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        StockReport? report;
        try
        {
            report = await services.GetRequiredService<IStockReports>().CompareAsync(cancellationToken);
        }
        catch (System.Data.Common.DbException fault)
        {
            CommandLine.Say(
                $"The Identity tables were not compared with the log: {fault.Message} A database of an "
                    + "older version is migrated by the next start."
            );
            return;
        }

        if (report is null)
        {
            CommandLine.Say(
                "The Identity tables were not compared with the log: there is no read model that stands at its end."
            );
            return;
        }

        foreach (var difference in report.Differences)
        {
            CommandLine.Say(
                $"Not in the log: {(difference.IsRole ? "role" : "user")} {difference.Name} "
                    + $"({difference.SubjectId}): {difference.What}"
            );
        }
    }

    private static void Tell(RebuildProgress progress) =>
        CommandLine.Say($"{progress.Position:N0} of {progress.Target:N0} events, {progress.PerSecond:N0} a second");

    /// <summary>Runs a verb with the services of the core, until it ends or is cancelled by a signal.</summary>
    internal static async Task<int> WithHostAsync(
        string[] args,
        Func<IServiceProvider, CancellationToken, Task<int>> work
    )
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Services.AddUserAdmin(builder.Configuration);
        using var stop = new StopSignal();
        using var host = builder.Build();
        try
        {
            return await work(host.Services, stop.Token);
        }
        catch (OperationCanceledException)
        {
            CommandLine.Fail("Cancelled. Nothing was changed.");
            return StopSignal.ExitCode;
        }
    }
}
