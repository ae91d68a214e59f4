using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using UserAdmin.Account;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Web.Account;
using UserAdmin.Web.Account.External;
using UserAdmin.Web.Hardening;
using UserAdmin.Web.Startup.Demo;
using UserAdmin.Web.Startup.Telemetry;

namespace UserAdmin.Web.Startup;

/// <summary>Serves the console until the program is stopped.</summary>
internal static class Serving
{
    private const string DefaultUrl = "http://localhost:5080";

    public static async Task<int> RunAsync(string[] args, bool demo)
    {
        var token = new SetUpToken();
        while (true)
        {
            var (exitCode, again) = await RunOnceAsync(args, demo, token);
            if (again is null)
            {
                return exitCode;
            }

            args = again;
        }
    }

    /// <summary>Serves it until it is stopped; returns the settings to serve it again with, if it is to be.</summary>
    private static async Task<(int ExitCode, string[]? Again)> RunOnceAsync(string[] args, bool demo, SetUpToken token)
    {
        await using var app = Build(args, token);
        AttachedSetting.Check(app.Configuration, app.Services.GetRequiredService<IAttachedDatabase>());
        app.Services.GetRequiredService<IUserListLoading>().Begin();
        // This takes about as long as preparing the databases, and neither needs the other.
        var mapping = Task.Run(() => Map(app));
        // Once started, the host handles the signals.
        using (var stop = new StopSignal())
        {
            try
            {
                await app.Services.GetRequiredService<IStoreSetup>().PrepareAsync();
                KeyRing.Prepare(app.Services);
                if (demo)
                {
                    RefuseInventedAccounts(app.Services, "--demo");
                    await DemoData.AddAsync(app, args, stop.Token);
                }
                else
                {
                    await FirstAdministrator.PrepareAsync(app.Services, app.Configuration);
                }

                stop.Token.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                CommandLine.Fail("Stopped before the console was served. The next start continues from there.");
                return (StopSignal.ExitCode, null);
            }
        }

        await mapping;
        await using var running = await StartAsync(app);
        var options = app.Services.GetRequiredService<IOptions<UserAdminOptions>>().Value;
        CommandLine.Say($"Data folder: {Path.GetFullPath(options.DataDirectory)}");
        if (AttachedSetting.Describe(app.Configuration) is { } described)
        {
            CommandLine.Say(described);
        }

        CommandLine.Say($"UserAdmin listens on {string.Join(", ", app.Urls)}");
        if (BasePath.Of(app.Configuration) is { HasValue: true } path)
        {
            CommandLine.Say($"The console is below the path {path}");
        }

        if (app.Services.GetRequiredService<IProjectionMonitor>().Current is { IsBuilding: true, Lag: > 0 } status)
        {
            CommandLine.Say(
                $"The read model is being built: {status.ReadPosition:N0} of {status.LogPosition:N0} events. Until it "
                    + "has caught up, pages show what is in it so far."
            );
        }

        if (await app.Services.GetRequiredService<IFirstAdministratorSetup>().IsNeededAsync())
        {
            CommandLine.Say($"There is no administrator yet. Create the first one at {FirstAdministrator.Link(app)}");
        }

        await app.WaitForShutdownAsync();
        return (0, app.Services.GetRequiredService<Restart>().IsAsked ? Again(app, args) : null);
    }

    /// <exception cref="StartupException">The program cannot listen on its address.</exception>
    private static async Task<RunningHost> StartAsync(WebApplication app)
    {
        try
        {
            return await RunningHost.StartAsync(app);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new StartupException(
                $"Another program already listens there: {fault.Message.TrimEnd('.')}. Stop it, or choose "
                    + "another address with --urls http://localhost:5081.",
                fault
            );
        }
        catch (Exception fault)
            when (fault
                    is System.Net.Sockets.SocketException
                        or FormatException
                        or ArgumentException
                        or UnauthorizedAccessException
                        or IOException
            )
        {
            throw new StartupException(
                $"The program cannot listen on {app.Configuration["urls"] ?? DefaultUrl}: "
                    + $"{fault.Message.TrimEnd('.')}. Choose another address with --urls.",
                fault
            );
        }
    }

    // A port that the system chose stays the same, because a browser waits there.
    private static string[] Again(WebApplication app, string[] args) =>
        AttachedSetting.AddTo(
            app.Configuration.GetSection("Kestrel:Endpoints").Exists()
                ? args
                : [.. args, $"--urls={string.Join(';', app.Urls)}"]
        );

    /// <summary>Builds the program.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="token">The token of the first administrator's page.</param>
    /// <param name="configure">Registers what replaces services of the program's own.</param>
    internal static WebApplication Build(
        string[] args,
        SetUpToken token,
        Action<WebApplicationBuilder>? configure = null
    )
    {
        // Not the working directory, so that the program finds its own files wherever it is started from.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                // The data folder can be below this folder, and a file watcher for settings would then wake up with
                // every write to a database.
                Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        // Without this, only the Development environment would serve scripts and styles from an unpublished build.
        builder.WebHost.UseStaticWebAssets();
        if (
            builder.Configuration["urls"] is null or ""
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()
        )
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddSingleton(token);
        builder.Services.AddSingleton<Restart>();
        builder.Services.AddUserAdmin(builder.Configuration);
        builder.Services.AddUserAdminWork();
        builder.Services.AddConsole(builder.Configuration);
        builder.Services.AddExternalLogins(builder.Configuration);
        builder.Services.AddSingleton<ReadinessLog>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<DrainingHealth>("draining", tags: ["ready"])
            .AddCheck<ReadModelHealth>("read model", tags: ["ready"])
            .AddCheck<WriteSideHealth>("write side", tags: ["ready"])
            .AddCheck<RunnersHealth>("workers", tags: ["ready"])
            .AddCheck<StockComparisonHealth>("comparison", tags: ["ready"])
            .AddCheck<MailHealth>("mail", tags: ["ready"])
            .AddCheck<DiskHealth>("disk", tags: ["ready"]);

        TelemetryExport.Add(builder);
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <exception cref="StartupException">The accounts are those of another application.</exception>
    internal static void RefuseInventedAccounts(IServiceProvider services, string verb)
    {
        if (services.GetRequiredService<IAttachedDatabase>().Shape is not null)
        {
            throw new StartupException(
                $"The accounts here are those of another application, so {verb} adds no invented ones. Leave it out, "
                    + "or use a database of UserAdmin's own."
            );
        }
    }

    /// <summary>Adds middleware and endpoints.</summary>
    internal static void Map(WebApplication app)
    {
        TelemetryExport.Map(app);
        app.MapConsole();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(
                "/health/ready",
                new() { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync }
            )
            .AllowAnonymous();
        foreach (var source in ((IEndpointRouteBuilder)app).DataSources)
        {
            // Finds the pages and their endpoints, which the first caller waits for otherwise.
            _ = source.GetChangeToken();
        }
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.RequestServices.GetRequiredService<ReadinessLog>().Note(report);
        return context.Response.WriteAsync(
            string.Join('\n', report.Entries.Select(entry => $"{entry.Value.Status}: {entry.Value.Description}"))
        );
    }
}
