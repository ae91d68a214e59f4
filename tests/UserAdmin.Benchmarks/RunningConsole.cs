using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Account.Commands;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks;

/// <summary>
/// The whole core without the pages, on its own databases, with one administrator. The projection runner does not run
/// until <see cref="StartAsync"/>.
/// </summary>
internal sealed class RunningConsole : IAsyncDisposable
{
    /// <summary>Address that the administrator signs in with.</summary>
    public const string AdministratorEmail = "administrator@example.com";

    private readonly IHost _host;
    private readonly string _folder;
    private bool _isStarted;

    private RunningConsole(IHost host, string folder) => (_host, _folder) = (host, folder);

    public string Password { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));

    /// <summary>The administrator as an actor; its messages pass the same checks as those from a page.</summary>
    public Actor Administrator { get; } = Actor.User(Guid.CreateVersion7().ToString());

    public ICommandBus Commands => Get<ICommandBus>();

    public IQueryBus Queries => Get<IQueryBus>();

    /// <summary>Opens databases that <c>seed</c> has filled, and adds the benchmark's own administrator.</summary>
    public static async Task<RunningConsole> OpenSeededAsync(string folder)
    {
        var console = await OpenAsync(folder);
        await console.SendAsync(new EnsureAdministratorRole(Guid.CreateVersion7().ToString()), Actor.System);
        await console.SendAsync(
            new CommandSet([
                new CreateUser(
                    console.Administrator.Id,
                    "benchmark.administrator",
                    AdministratorEmail,
                    "Ada Administrator"
                )
                {
                    Password = console.Password,
                },
                new MakeAdministrator(console.Administrator.Id),
            ]),
            Actor.System
        );
        return console;
    }

    /// <summary>Opens the databases in a folder.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="server">Connection string of a write database on PostgreSQL; null if it is in the folder,
    /// too.</param>
    public static async Task<RunningConsole> OpenAsync(string folder, string? server = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder
            .Logging.ClearProviders()
            .AddSimpleConsole(options => options.SingleLine = true)
            // What is measured is on standard output.
            .AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection([
            new("UserAdmin:DataDirectory", folder),
            .. server is null ? [] : (KeyValuePair<string, string?>[])[new("ConnectionStrings:Write", server)],
        ]);
        builder.Services.AddUserAdmin(builder.Configuration);
        // Protects the links in mails, which nobody reads here.
        builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        var console = new RunningConsole(builder.Build(), folder);
        await console.Get<IStoreSetup>().PrepareAsync();
        return console;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task StartAsync()
    {
        await _host.StartAsync();
        _isStarted = true;
        await CaughtUpAsync();
    }

    /// <summary>Sends a command that must be accepted.</summary>
    public async Task<long> SendAsync(ICommand command, Actor actor)
    {
        var result = await Commands.SendAsync(command, new CommandContext(actor, Guid.CreateVersion7()));
        return result.IsAccepted
            ? result.Position
            : throw new InvalidOperationException(
                $"{command.GetType().Name} was refused: "
                    + $"{string.Join(' ', result.Errors.Select(error => error.Message))}"
            );
    }

    /// <summary>
    /// Waits until the read model has applied the whole log, including events written by raw statements.
    /// </summary>
    public async Task CaughtUpAsync()
    {
        using var log = new LogReader(Get<IWriteStore>());
        var tail = log.Tail().Position;
        Get<LogSignal>().Appended(tail);
        if (!await Get<ReadModelPosition>().WaitAsync(tail, TimeSpan.FromMinutes(5), CancellationToken.None))
        {
            throw new TimeoutException("The read model does not catch up.");
        }
    }

    /// <summary>Opens a connection to the write database with the program's own settings.</summary>
    public SqliteConnection OpenWrite() => Unpooled(Get<IWriteStore>().OpenConnection());

    /// <summary>Opens a connection to the read model in use.</summary>
    public SqliteConnection OpenRead()
    {
        using var context = Get<IReadStore>().CreateContext();
        context.Database.OpenConnection();
        return Unpooled(context.Database.GetDbConnection());
    }

    /// <summary>Returns the path of the read model in use.</summary>
    public string ReadModelPath()
    {
        using var connection = OpenRead();
        return connection.DataSource;
    }

    /// <summary>
    /// Copies the current read model for the raw statements, with settings that suit many changes at once.
    /// </summary>
    public SqliteConnection CopyReadModel(string name)
    {
        using var source = OpenRead();
        return Copy(source, name);
    }

    /// <summary>Makes a read model without rows and with its checkpoint at 0, for the raw statements.</summary>
    public SqliteConnection EmptyReadModel(string name)
    {
        var copy = CopyReadModel(name);
        using var tables = copy.Statement(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT "
                + "LIKE '\\_\\_%' ESCAPE '\\' AND name <> 'Checkpoint'"
        );
        foreach (var table in tables.Rows().Select(row => (string)row[0]))
        {
            copy.Execute($"DELETE FROM \"{table}\"");
        }

        copy.Execute("UPDATE \"Checkpoint\" SET \"Position\" = 0; VACUUM;");
        return copy;
    }

    /// <summary>Copies a read model to a file, replacing any file of that name.</summary>
    public SqliteConnection Copy(SqliteConnection source, string name)
    {
        var copy = new SqliteConnection($"Data Source={Path.Combine(_folder, name)};Pooling=False");
        copy.Open();
        source.BackupDatabase(copy);
        copy.Execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000; "
                + "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;"
        );
        return copy;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _host.StopAsync();
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static SqliteConnection Unpooled(DbConnection pooled)
    {
        using (pooled)
        {
            var own = new SqliteConnection(
                new SqliteConnectionStringBuilder(pooled.ConnectionString) { Pooling = false }.ConnectionString
            );
            own.Open();
            return own;
        }
    }
}
