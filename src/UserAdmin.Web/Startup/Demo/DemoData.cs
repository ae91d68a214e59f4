using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Startup.Seeding;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>
/// Fills the databases with the history of <see cref="DemoStory"/> by sending commands, with a clock that is set back.
/// Command ids and keys are derived from what they are for, so a second run changes nothing, and an interrupted run is
/// completed by the next.
/// </summary>
internal static class DemoData
{
    // How often it is said how far the story has got.
    private const int Quarters = 4;

    private const string AdministratorEmail = "demo.admin@example.com";

    /// <summary>Adds the history, unless it is there.</summary>
    /// <param name="app">The program, which has not started yet.</param>
    /// <param name="settings">The settings of the program.</param>
    /// <param name="cancellationToken">Cancels the operation between two steps.</param>
    public static async Task AddAsync(WebApplication app, string[] settings, CancellationToken cancellationToken)
    {
        if (await IsThereAsync(app.Services, cancellationToken))
        {
            CommandLine.Say(
                $"The demo is there already. The password of its administrator, {AdministratorEmail}, was printed when "
                    + "it was added. To start again, delete the data folder."
            );
            await FirstAdministrator.PrepareAsync(app.Services, app.Configuration);
            return;
        }

        CommandLine.Say($"Adding {DemoStory.Count:N0} demo users and what they did in three months …");
        var now = DateTimeOffset.UtcNow;
        var story = new DemoStory(now);
        var clock = new SeedClock(new(now.UtcDateTime.Date.AddDays(-DemoStory.Days), TimeSpan.Zero));
        // A command that was accepted by an earlier run is answered with its old position.
        var logEnd = app.Services.GetRequiredService<IProjectionMonitor>().Current.LogPosition;
        if (logEnd > 0)
        {
            clock.TurnTo(await LastEventAsync(settings, clock, cancellationToken));
        }

        using (var host = Build(settings, clock, hashesQuickly: false))
        {
            await FirstAdministrator.PrepareAsync(host.Services, host.Services.GetRequiredService<IConfiguration>());
        }

        // It is not started: applying each command to the read model by itself would take three times as long as all
        // of them together. Only mail and the like are worked at meanwhile, so that they have the time of the story.
        using (var host = Build(settings, clock, hashesQuickly: true))
        {
            await using var work = await UserAdminWork.LeadAsync(host.Services, cancellationToken);
            await TellAsync(story, host.Services, settings, clock, logEnd, cancellationToken);
        }
    }

    // A start must not wait for the read model: what is in it now says enough.
    private static async Task<bool> IsThereAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        (
            await services
                .GetRequiredService<IQueryBus>()
                .AskAsync(new GetUser(DemoStory.LastId), new QueryContext(Actor.System), cancellationToken)
        ).Value
            is not null;

    /// <summary>
    /// Returns when the last event of a log happened that is not empty, such as that of an interrupted run: the log's
    /// times must not go back.
    /// </summary>
    private static async Task<DateTimeOffset> LastEventAsync(
        string[] settings,
        SeedClock clock,
        CancellationToken cancellationToken
    )
    {
        using var host = Build(settings, clock, hashesQuickly: false, works: false);
        await using var running = await RunningHost.StartAsync(host, cancellationToken);
        var monitor = host.Services.GetRequiredService<IProjectionMonitor>();
        await DemoBulk.UntilAsync(
            () => Task.FromResult(monitor.Current is { Lag: 0, CaughtUpAt: not null }),
            cancellationToken
        );
        var last = await host
            .Services.GetRequiredService<IQueryBus>()
            .AskAsync(new GetActivity(Take: 1), new QueryContext(Actor.System), cancellationToken);
        return last.Value?.Items is [var newest, ..] ? newest.At : default;
    }

    private static async Task TellAsync(
        DemoStory story,
        IServiceProvider services,
        string[] settings,
        SeedClock clock,
        long logEnd,
        CancellationToken cancellationToken
    )
    {
        var commands = services.GetRequiredService<ICommandBus>();
        await AddAdministratorAsync(commands, logEnd);
        var (seen, steps, told) = (logEnd, story.Steps(), 0);
        foreach (var (place, step) in steps.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (place * Quarters / steps.Count > told)
            {
                told++;
                CommandLine.Say(string.Create(CultureInfo.InvariantCulture, $"  until {step.At.UtcDateTime:d MMMM} …"));
            }

            clock.TurnTo(step.At);
            var context = new CommandContext(step.Actor, DemoIds.CommandOf(step.Key))
            {
                Reason = step.Reason,
                IpAddress = step.IpAddress,
            };
            if (step.Instead is { } act)
            {
                // What it waits for is shown by the read model.
                using var host = Build(settings, clock, hashesQuickly: true, works: false);
                await using var running = await RunningHost.StartAsync(host, cancellationToken);
                await act(context, services, cancellationToken);
            }
            else if (step.Command(seen) is { } command)
            {
                var result = await commands.SendAsync(command, context, cancellationToken);
                seen = Math.Max(seen, result.Position);
                if (result.Position > logEnd)
                {
                    story.Created(command);
                }
            }
        }
    }

    private static async Task AddAdministratorAsync(ICommandBus commands, long logEnd)
    {
        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));
        var id = DemoIds.KeyOf("administrator");
        var created = await commands.SendAsync(
            new CommandSet([
                new CreateUser(id, "demo.admin", AdministratorEmail, "Demo Administrator")
                {
                    Password = password,
                    JobTitle = "Administrator",
                },
                new MakeAdministrator(id),
            ]),
            new CommandContext(Actor.System with { Name = "Demo data" }, DemoIds.CommandOf("administrator"))
        );
        CommandLine.Say(
            created.Position > logEnd ? $"Demo administrator: {AdministratorEmail}, password {password}"
            : created.IsAccepted
                ? $"The demo administrator, {AdministratorEmail}, is there already; its password was printed "
                    + "when it was added. To start again, delete the data folder."
            : $"The demo administrator could not be added. {created.Errors[0].Message}"
        );
    }

    private static IHost Build(string[] settings, SeedClock clock, bool hashesQuickly, bool works = true)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = settings, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        if (hashesQuickly)
        {
            // The passwords have 120 random bits, so slow hashing would protect nothing and take minutes.
            builder.Configuration.AddInMemoryCollection([new("UserAdmin:PasswordHashIterations", "1")]);
        }

        builder.Services.AddUserAdmin(builder.Configuration);
        if (works)
        {
            builder.Services.AddUserAdminWork();
        }

        KeyRing.Add(builder.Services, builder.Configuration);
        return builder.Build();
    }
}
