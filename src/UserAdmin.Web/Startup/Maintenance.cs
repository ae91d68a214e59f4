using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Looking after the log and the read model from the command line, beside a running program or without one.
/// </summary>
internal static class Maintenance
{
    private static readonly Actor _actor = Actor.System with { Name = "Command line" };

    /// <summary>
    /// Builds the read model anew; <c>--set-aside POSITION --reason "…"</c> lets it go on without one event that stops
    /// it.
    /// </summary>
    public static Task<int> RebuildAsync(string[] args) =>
        WithHostAsync(
            args,
            async (services, cancellationToken) =>
            {
                var settings = services.GetRequiredService<IConfiguration>();
                long? setAside = null;
                if (settings["set-aside"] is { } text)
                {
                    setAside = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                        ? position
                        : throw new StartupException(
                            "Give the position of one event, as rebuild or the page System has named it: "
                                + "--set-aside 1234 --reason \"why\"."
                        );
                }

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
                            new CommandContext(_actor, Guid.CreateVersion7()) { Reason = settings["reason"] },
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
                            + "mended, go on without that event: "
                            + $"rebuild --set-aside {stop.Position} --reason \"why\". It stays in the log, "
                            + "and the history says that it was set aside."
                    );
                }
            }
        );

    /// <summary>
    /// Checks the log, and with <c>--from POSITION:HASH</c> that it still holds a head that was kept. Writes nothing.
    /// </summary>
    public static Task<int> VerifyAsync(string[] args) =>
        WithHostAsync(
            args,
            async (services, cancellationToken) =>
            {
                var kept = Kept(services.GetRequiredService<IConfiguration>()["from"]);
                var verdict = services.GetRequiredService<ILogVerification>().Verify(kept, cancellationToken);
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

                await SayDifferencesAsync(services, cancellationToken);
                return 0;
            }
        );

    /// <summary>
    /// What another program changed in the Identity tables is no fault of the log: a line each, and the exit code stays
    /// 0.
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

    private static LogHead? Kept(string? text) =>
        text is null ? null
        : text.Split(':') is [var position, { Length: 64 } hash]
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at > 0
        && hash.All(char.IsAsciiHexDigit)
            ? new LogHead(at, hash.ToLowerInvariant())
        : throw new StartupException(
            "Give the position and the head hash that verify printed: --from 1234:64 hexadecimal digits."
        );

    private static void Tell(RebuildProgress progress) =>
        CommandLine.Say($"{progress.Position:N0} of {progress.Target:N0} events, {progress.PerSecond:N0} a second");

    private static async Task<int> WithHostAsync(
        string[] args,
        Func<IServiceProvider, CancellationToken, Task<int>> work
    )
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Services.AddUserAdmin(builder.Configuration);
        using var host = builder.Build();
        using var stop = new StopSignal();
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
