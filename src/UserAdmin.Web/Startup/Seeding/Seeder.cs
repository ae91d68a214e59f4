using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>
/// Fills the databases with generated users by sending commands: the verb <c>seed</c>. Command ids and keys are derived
/// from the seed, so a second run changes nothing, and an interrupted run is completed by the next. The log's times run
/// from six years ago to now (docs/decisions/0039).
/// </summary>
internal static class Seeder
{
    private static readonly TimeSpan _span = TimeSpan.FromDays(6 * 365);

    public static async Task<int> RunAsync(SeedOptions options, string[] settings)
    {
        using var stop = new StopSignal();
        try
        {
            await FillAsync(options, settings, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            CommandLine.Fail("Stopped. Everything so far is kept; the same command continues from there.");
            return StopSignal.ExitCode;
        }
    }

    private static async Task FillAsync(SeedOptions options, string[] settings, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        var clock = new SeedClock(now - _span);
        using (var host = Build(settings, clock, hashesQuickly: false))
        {
            Serving.RefuseInventedAccounts(host.Services, "seed");
            await host.Services.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
            await using var running = await RunningHost.StartAsync(host, cancellationToken);
            await CaughtUpAsync(host.Services, "events read into the read model", cancellationToken);
            clock.TurnTo(await LastChangeAsync(host.Services, cancellationToken));
            await FirstAdministrator.PrepareAsync(host.Services, host.Services.GetRequiredService<IConfiguration>());
        }

        using (var host = Build(settings, clock, hashesQuickly: true))
        {
            await using var running = await RunningHost.StartAsync(host, cancellationToken);
            await SendAsync(options, host.Services.GetRequiredService<ICommandBus>(), clock, now, cancellationToken);
            await CaughtUpAsync(host.Services, "events read into the read model", cancellationToken);
        }
    }

    private static async Task SendAsync(
        SeedOptions options,
        ICommandBus commands,
        SeedClock clock,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var start = clock.GetUtcNow();
        foreach (var role in SeedRoles.Commands(options.Seed))
        {
            await SendAsync(
                commands,
                new SeedStep($"role {role.Name}", start, Actor.System with { Name = "Seed" }, role),
                options,
                clock,
                cancellationToken
            );
        }

        var progress = new SeedProgress("users", options.Count);
        var done = 0;
        foreach (var (users, steps) in new SeedStory(options, start, now).Chunks())
        {
            foreach (var step in steps)
            {
                await SendAsync(commands, step, options, clock, cancellationToken);
            }

            progress.Report(done += users);
        }
    }

    private static async Task SendAsync(
        ICommandBus commands,
        SeedStep step,
        SeedOptions options,
        SeedClock clock,
        CancellationToken cancellationToken
    )
    {
        clock.TurnTo(step.At);
        var context = new CommandContext(step.Actor, SeedIds.Of($"UserAdmin seed {options.Seed} command {step.Key}"))
        {
            Reason = step.Reason,
        };
        var result = await commands.SendAsync(step.Command, context, cancellationToken);
        // The id is derived from the step, so it can only have been used by an earlier run. Moments and secrets in the
        // command differ between runs.
        if (!result.IsAccepted && result.Errors[0] != MessagingErrors.CommandIdReused)
        {
            throw new StartupException(
                $"The seed stopped at {step.Key}: {result.Errors[0].Message} Begin with an empty data folder."
            );
        }
    }

    private static IHost Build(string[] settings, SeedClock clock, bool hashesQuickly)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = settings, ContentRootPath = AppContext.BaseDirectory }
        );
        // Log output would break the progress line; an error ends the verb with its own message.
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        if (hashesQuickly)
        {
            // The passwords have 120 random bits and nobody knows them, so slow hashing would protect nothing and take
            // a day.
            builder.Configuration.AddInMemoryCollection([new("UserAdmin:PasswordHashIterations", "1")]);
        }

        builder.Services.AddUserAdmin(builder.Configuration);
        KeyRing.Add(builder.Services, builder.Configuration);
        return builder.Build();
    }

    /// <summary>
    /// Returns when a user was last changed; in a folder with existing data, the simulated history starts after that.
    /// </summary>
    private static async Task<DateTimeOffset> LastChangeAsync(
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var last = await services
            .GetRequiredService<IQueryBus>()
            .AskAsync(
                new ListUsers(Sort: UserFields.ChangedAt.Sort, Descending: true, PageSize: 1),
                new QueryContext(Actor.System),
                cancellationToken
            );
        return last.Value?.Items is [var user, ..] ? user.ChangedAt : default;
    }

    private static async Task CaughtUpAsync(IServiceProvider services, string what, CancellationToken cancellationToken)
    {
        var monitor = services.GetRequiredService<IProjectionMonitor>();
        var lag = monitor.Current.Lag;
        var progress = new SeedProgress(what, lag);
        var caughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cancelled = cancellationToken.Register(() => caughtUp.TrySetCanceled(cancellationToken));
        using var subscription = monitor.Subscribe(Look);
        Look();
        await caughtUp.Task;
        if (lag > 0)
        {
            progress.Report(lag);
        }

        void Look()
        {
            var status = monitor.Current;
            if (status.Paused is { } pause)
            {
                caughtUp.TrySetException(
                    new StartupException($"The read model has paused at event {pause.Position}: {pause.Error}")
                );
            }
            else if (status is { Lag: 0, CaughtUpAt: not null })
            {
                caughtUp.TrySetResult();
            }
        }
    }
}
