using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Web.Account;
using UserAdmin.Web.Startup;

namespace UserAdmin.Benchmarks.Http;

/// <summary>
/// The whole program in this process, on Kestrel on a free port of loopback, with an application that may do
/// everything. Its buses are used beside its HTTP, so that both sides share databases, memory and background work.
/// </summary>
internal sealed class ServedConsole : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _application = Guid.CreateVersion7().ToString();

    private ServedConsole(WebApplication app) => _app = app;

    private ICommandBus Commands => _app.Services.GetRequiredService<ICommandBus>();

    private IQueryBus Queries => _app.Services.GetRequiredService<IQueryBus>();

    /// <summary>Id of the application.</summary>
    public string ApplicationId => _application;

    /// <summary>Serves the databases in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">More settings, as on a command line.</param>
    public static async Task<ServedConsole> StartAsync(string folder, params IEnumerable<string> settings)
    {
        var app = Serving.Build(
            [
                $"--UserAdmin:DataDirectory={folder}",
                "--urls=http://127.0.0.1:0",
                // As in the program's own settings, which are not beside this assembly.
                "--Logging:LogLevel:Default=Warning",
                .. settings,
            ],
            new SetUpToken()
        );
        await app.Services.GetRequiredService<IStoreSetup>().PrepareAsync();
        KeyRing.Prepare(app.Services);
        Serving.Map(app);
        var console = new ServedConsole(app);
        await app.StartAsync();
        await console.AcceptedAsync(
            new EnsureAdministratorRole(await app.Services.GetRequiredService<INewKeys>().OfRoleAsync()),
            Actor.System
        );
        var position = await console.AcceptedAsync(
            new CreateApplication(
                console._application,
                "Benchmark",
                null,
                [.. Permissions.All.Select(permission => permission.Name)]
            )
            {
                RequestsPerMinute = ApplicationErrors.MostRequestsPerMinute,
            },
            Actor.System
        );
        // A read model that is still being built would list accounts that were deleted later.
        if (
            !await app
                .Services.GetRequiredService<ReadModelPosition>()
                .WaitAsync(position, TimeSpan.FromMinutes(30), CancellationToken.None)
        )
        {
            throw new TimeoutException("The read model does not catch up.");
        }

        // Invitations of seeded accounts are handed over first: each is a command of its own.
        while ((await console.AskAsync(new ListMails(PageSize: 1))).Counts.Waiting > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        return console;
    }

    /// <summary>Returns a client with a key of its own, so that its requests are counted by themselves.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        var key = NewApplicationKey.Create();
        await AcceptedAsync(new AddApplicationKey(_application, key.KeyId, key.Key, key.KeyId), Actor.System);
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First() + "/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key.Key);
        return client;
    }

    /// <summary>Sends a command as the application; it must be accepted.</summary>
    /// <returns>Its log position.</returns>
    public Task<long> SendAsync(ICommand command) => AcceptedAsync(command, Actor.Application(_application));

    /// <summary>Sends a command as the program itself; it must be accepted.</summary>
    public Task SendAsSystemAsync(ICommand command) => AcceptedAsync(command, Actor.System);

    /// <summary>Asks a query as the application; it must be answered.</summary>
    /// <param name="query">The query.</param>
    /// <param name="atLeast">The log position that the answer has to include.</param>
    public async Task<TView> AskAsync<TView>(IQuery<TView> query, long atLeast = 0)
    {
        var answer = await Queries.AskAsync(query, new QueryContext(Actor.Application(_application), atLeast));
        return answer.Value ?? throw new InvalidOperationException($"{query} has no answer: {answer.Refusal?.Message}");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<long> AcceptedAsync(ICommand command, Actor actor)
    {
        var result = await Commands.SendAsync(command, new CommandContext(actor, Guid.CreateVersion7()));
        return result.IsAccepted
            ? result.Position
            : throw new InvalidOperationException($"{command} was refused: {result.Errors[0].Message}");
    }
}
