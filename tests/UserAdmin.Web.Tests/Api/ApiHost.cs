using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Web.Account;
using UserAdmin.Web.Startup;

namespace UserAdmin.Web.Tests.Api;

/// <summary>The program, in this process, with a data folder of its own and a free port on loopback.</summary>
public sealed partial class ApiHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-api-").FullName;
    private WebApplication? _app;

    /// <summary>The address, with a slash at its end.</summary>
    public Uri Address => new(Program.Urls.First() + "/");

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => Program.Services;

    private WebApplication Program => _app ?? throw new InvalidOperationException("The program does not run.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _app = Serving.Build(
            [
                $"--UserAdmin:DataDirectory={_folder}",
                "--urls=http://127.0.0.1:0",
                "--UserAdmin:PasswordHashIterations=1000",
                "--UserAdmin:SignInAttemptsPerMinute=1000",
                "--UserAdmin:FirstAdministrator:Email=ada@example.com",
                "--UserAdmin:FirstAdministrator:Password=correct horse battery staple",
                "--UserAdmin:FirstAdministrator:DisplayName=Ada",
            ],
            new SetUpToken(),
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Logging.AddProvider(Log).AddFilter<LogLines>(null, LogLevel.Information);
            }
        );
        await Services.GetRequiredService<IStoreSetup>().PrepareAsync();
        KeyRing.Prepare(Services);
        await FirstAdministrator.PrepareAsync(Services, Program.Configuration);
        Serving.Map(_app);
        await _app.StartAsync(Xunit.TestContext.Current.CancellationToken);
    }

    /// <summary>What the program has logged.</summary>
    public LogLines Log { get; } = new();

    /// <summary>Sends a command as the program itself; it has to be accepted.</summary>
    /// <returns>Its position.</returns>
    public async Task<long> SendAsync(ICommand command)
    {
        var result = await Services
            .GetRequiredService<ICommandBus>()
            .SendAsync(command, new CommandContext(Actor.System, Guid.CreateVersion7()));
        result.Errors.ShouldBeEmpty();
        return result.Position;
    }

    /// <summary>Asks a query as the program itself, after everything that was sent.</summary>
    public async Task<TView> AskAsync<TView>(IQuery<TView> query, long atLeast = 0)
    {
        var answer = await Services
            .GetRequiredService<IQueryBus>()
            .AskAsync(query, new QueryContext(Actor.System, atLeast));
        answer.Refusal.ShouldBeNull();
        return answer.Value!;
    }

    /// <summary>Returns a client with the key of an application.</summary>
    /// <param name="key">The key; null for a client without one.</param>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Keeps what is logged.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    /// <summary>The lines so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    /// <inheritdoc/>
    public void Dispose() { }

    private sealed class Logger(System.Collections.Concurrent.ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
