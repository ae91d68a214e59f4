using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.Account;
using UserAdmin.Mail;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Web.Account;
using UserAdmin.Web.Account.External;
using UserAdmin.Web.Hardening;
using UserAdmin.Web.Startup;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// The console inside another application: a program of its own, with its own services and pipeline, that has no
/// server (docs/EMBEDDING.md). So nothing of ours can reach the host's pages, and nothing of the host's ours.
/// </summary>
internal sealed class EmbeddedConsole(
    IConfiguration configuration,
    UserAdminHostOptions options,
    HostServices host,
    IWebHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    IServer server,
    ILoggerFactory loggers
) : IHostedService, IAsyncDisposable
{
    // As in appsettings.json of the program; the host's settings go first. A host that logs the statements of its own
    // database does not mean ours.
    private static readonly Dictionary<string, string?> _quiet = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database"] = "None",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
    };

    private readonly EmbeddedServer _inner = new();
    private PathString? _path;
    private WebApplication? _app;
    private RunningHost? _running;

    /// <summary>Has the console served at a path.</summary>
    /// <exception cref="StartupException">It has a path already, or the path is none; the text says what to
    /// do.</exception>
    public void MapTo(string path)
    {
        if (_path is not null)
        {
            throw new StartupException("MapUserAdmin can be called once; the console has one path.");
        }

        _path = BasePath.Parse(path, "The path of MapUserAdmin");
    }

    /// <summary>Answers a request below the path.</summary>
    /// <exception cref="InvalidOperationException">A policy decides who is an administrator, and there is
    /// none.</exception>
    public Task AnswerAsync(HttpContext http)
    {
        if (options.SignIn == UserAdminSignIn.Console)
        {
            return EmbeddedRequest.PassAsync(http, _path!.Value, _inner.ProcessAsync);
        }

        if (options.SignIn == UserAdminSignIn.ApplicationPolicy && !HostPerson.IsChosen(http.GetEndpoint()))
        {
            throw new InvalidOperationException(
                "With UserAdminSignIn.ApplicationPolicy a policy decides who may do everything in the console, and "
                    + "there is none. Add one: app.MapUserAdmin(…).RequireAuthorization(\"Admins\")."
            );
        }

        return HostPerson.Of(http) is { } person
                ? EmbeddedRequest.PassAsync(http, _path!.Value, _inner.ProcessAsync, person)
            : http.User.Identity?.IsAuthenticated is true ? http.ForbidAsync()
            : http.ChallengeAsync();
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_path is null)
        {
            throw new StartupException("AddUserAdmin needs app.MapUserAdmin with a path, such as /admin/users.");
        }

        Startup.Settings.Check(configuration);
        if (BasePath.Of(configuration).HasValue)
        {
            throw new StartupException($"{BasePath.Setting} has no effect here: MapUserAdmin says the path.");
        }

        _app = Build(host.Prepare(configuration.GetConnectionString("Write")));
        _app.Services.GetRequiredService<IUserListLoading>().Begin();
        await _app.Services.GetRequiredService<IStoreSetup>().PrepareAsync(cancellationToken);
        KeyRing.Prepare(_app.Services);
        await FirstAdministrator.PrepareAsync(_app.Services, configuration);
        var assets = EmbeddedAssets.Write(environment.ApplicationName);
        try
        {
            _app.MapConsole(assets);
            _running = await RunningHost.StartAsync(_app, cancellationToken);
        }
        finally
        {
            File.Delete(assets);
        }

        // Circuits end before the host's server waits for its connections.
        lifetime.ApplicationStopping.Register(_app.Lifetime.StopApplication);
        if (
            options.SignIn != UserAdminSignIn.ApplicationPolicy
            && await _app.Services.GetRequiredService<IFirstAdministratorSetup>().IsNeededAsync(cancellationToken)
        )
        {
            loggers
                .CreateLogger<EmbeddedConsole>()
                .LogWarning(
                    "There is no administrator yet. Create the first one at {Path}/account/set-up?token={Token}",
                    _path,
                    _app.Services.GetRequiredService<IFirstAdministratorSetup>().Token
                );
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) =>
        _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            // It runs if the application could not start after it.
            await _running.DisposeAsync();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private WebApplication Build(string? connection)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions
            {
                ApplicationName = environment.ApplicationName,
                EnvironmentName = environment.EnvironmentName,
                ContentRootPath = environment.ContentRootPath,
            }
        );
        builder.Configuration.AddInMemoryCollection(_quiet).AddConfiguration(configuration);
        if (connection is not null)
        {
            builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Write", connection)]);
        }

        builder.Environment.WebRootFileProvider = environment.WebRootFileProvider;
        var signIn = new HostSignIn(options.SignIn, TimeProvider.System);
        builder.Services.AddSingleton(signIn);
        builder.Services.AddSingleton<IHostPolicy>(signIn);
        UserAdminServices.AddUserAdmin(builder.Services, builder.Configuration);
        host.AddTo(builder.Services);
        HostSessions.Wrap(builder.Services);
        builder.Services.AddUserAdminWork();
        builder.Services.AddConsole(builder.Configuration);
        builder.Services.AddExternalLogins(builder.Configuration);
        builder.Services.AddSingleton<IServer>(_inner);
        builder.Services.AddSingleton<IServerAddress>(new HostAddress(server, _path!.Value));
        // The host listens to signals and writes the log.
        builder.Services.RemoveAll<IHostLifetime>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.RemoveAll<ILoggerProvider>();
        builder.Services.AddSingleton<ILoggerProvider>(new HostLogs(loggers));
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        return builder.Build();
    }

    private sealed class HostAddress(IServer server, PathString path) : IServerAddress
    {
        public string? Current =>
            server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
                ? Web.Mail.ServerAddress.Openable(address).TrimEnd('/') + path
                : null;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class HostLogs(ILoggerFactory host) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => host.CreateLogger(categoryName);

        public void Dispose()
        {
            // It is the host's.
        }
    }
}
