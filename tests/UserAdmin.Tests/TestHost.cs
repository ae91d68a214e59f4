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
using UserAdmin.Applications.Commands;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles.Commands;
using UserAdmin.Storage;
using UserAdmin.Tests.Attached;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests;

/// <summary>
/// The whole core on two real SQLite files in its own folder; the projection runner runs unless a test asks otherwise.
/// </summary>
internal sealed class TestHost : IAsyncDisposable
{
    /// <summary>A password that the policy accepts.</summary>
    public const string Password = "tulip anchor maple 42";

    /// <summary>Names of the tables of an SQLite file, without those of SQLite and EF Core.</summary>
    public const string TablesOfSqlite =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '__EF%' "
        + "ORDER BY name";

    private readonly ServiceProvider _services;
    private readonly bool _ownsDirectory;
    private long _lastAccepted;
    private bool _follows;

    private TestHost(
        string directory,
        Dictionary<string, string?> settings,
        bool ownsDirectory,
        Action<IServiceCollection>? configure
    )
    {
        (Directory, _ownsDirectory) = (directory, ownsDirectory);
        // The tests do not need slow hashing.
        settings["UserAdmin:PasswordHashIterations"] = "1";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        configure?.Invoke(services);
        services.AddUserAdmin(configuration);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    /// <summary>Folder of the files, which also tells the name of a database on a server.</summary>
    public string Directory { get; }

    /// <summary>Prepares both databases and the role Administrator, and starts the runner.</summary>
    /// <param name="follow">Whether the projection runner runs.</param>
    /// <param name="directory">An existing folder, to start again on the same data; it is not deleted
    /// afterwards.</param>
    /// <param name="configure">Registers replacement services before the program's own.</param>
    public static async Task<TestHost> StartAsync(
        bool follow = true,
        string? directory = null,
        Action<IServiceCollection>? configure = null
    )
    {
        TestProvider.SkipIfMissing();
        var folder = directory ?? System.IO.Directory.CreateTempSubdirectory("useradmin-test-").FullName;
        if (directory is null)
        {
            await TestDatabases.CopyToAsync(folder, PrepareAsync);
        }
        else
        {
            await TestProvider.EnsureCreatedAsync(folder);
        }

        var host = new TestHost(
            folder,
            await TestDatabases.SettingsAsync(folder),
            ownsDirectory: directory is null,
            configure
        );

        await host.Get<IStoreSetup>().PrepareAsync();
        await host.SendAsync(new EnsureAdministratorRole(await host.Get<INewKeys>().OfRoleAsync()));
        if (follow)
        {
            await host.StartFollowingAsync();
        }

        return host;
    }

    /// <summary>Creates the program on a folder without preparing the databases or starting the runner.</summary>
    public static async Task<TestHost> UnpreparedAsync(string directory)
    {
        TestProvider.SkipIfMissing();
        await TestProvider.EnsureCreatedAsync(directory);
        return new(directory, await TestDatabases.SettingsAsync(directory), ownsDirectory: false, configure: null);
    }

    /// <summary>Makes the databases in a folder.</summary>
    private static async Task PrepareAsync(string directory)
    {
        if (Environment.GetEnvironmentVariable("USERADMIN_ATTACHED") == "1")
        {
            await AttachedDatabases.CreateAsync(directory);
        }

        await using var host = await UnpreparedAsync(directory);
        await host.Get<IStoreSetup>().PrepareAsync();
    }

    public static string NewId() => Guid.CreateVersion7().ToString();

    public static string NewSessionId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task StartFollowingAsync()
    {
        _follows = true;
        return _services.GetServices<IHostedService>().Single().StartAsync(CancellationToken.None);
    }

    public Task StopFollowingAsync()
    {
        _follows = false;
        return _services.GetServices<IHostedService>().Single().StopAsync(CancellationToken.None);
    }

    /// <summary>Sends a command; as the system unless an actor is given.</summary>
    public async Task<CommandResult> SendAsync(
        ICommand command,
        Actor? actor = null,
        Guid? commandId = null,
        string? reason = null
    )
    {
        var result = await Get<ICommandBus>()
            .SendAsync(
                command,
                new CommandContext(actor ?? Actor.System, commandId ?? Guid.CreateVersion7()) { Reason = reason },
                TestContext.Current.CancellationToken
            );
        _lastAccepted = Math.Max(_lastAccepted, result.Position);
        return result;
    }

    /// <summary>Sends a command that must be accepted, and returns its position.</summary>
    public async Task<long> AcceptAsync(ICommand command, Actor? actor = null)
    {
        var result = await SendAsync(command, actor);
        result.Errors.ShouldBeEmpty();
        return result.Position;
    }

    /// <summary>Asks a query whose answer includes everything in the log.</summary>
    public async Task<Answer<TView>> AskAsync<TView>(IQuery<TView> query, Actor? actor = null)
    {
        if (_follows)
        {
            // A busy machine may take longer than a page waits, and runners append without this host's knowing.
            await Get<ReadModelPosition>()
                .WaitAsync(
                    Math.Max(_lastAccepted, Tail()),
                    TimeSpan.FromSeconds(8),
                    TestContext.Current.CancellationToken
                );
        }

        return await Get<IQueryBus>()
            .AskAsync(
                query,
                new QueryContext(actor ?? Actor.System, _lastAccepted),
                TestContext.Current.CancellationToken
            );
    }

    /// <summary>Creates a user with the given name and returns its key.</summary>
    public async Task<string> CreateUserAsync(string name, string? password = null)
    {
        var id = NewId();
        await AcceptAsync(new CreateUser(id, name, $"{name}@example.com", name) { Password = password });
        return id;
    }

    /// <summary>Creates a user with the role Administrator and returns it as an actor.</summary>
    public async Task<Actor> CreateAdministratorAsync(string name = "admin")
    {
        var id = await CreateUserAsync(name, Password);
        await AcceptAsync(new MakeAdministrator(id));
        return Actor.User(id);
    }

    /// <summary>Creates a user whose only role has the given permissions, and returns it as an actor.</summary>
    public async Task<Actor> CreateActorAsync(string name, params string[] permissions)
    {
        var id = await CreateUserAsync(name, Password);
        var roleId = NewId();
        await AcceptAsync(new CreateRole(roleId, $"Role of {name}", null, permissions));
        await AcceptAsync(new AssignRole(id, roleId));
        return Actor.User(id);
    }

    /// <summary>Creates an application with the given permissions, and returns it as an actor.</summary>
    public async Task<Actor> CreateApplicationAsync(string name, params string[] permissions)
    {
        var id = NewId();
        await AcceptAsync(new CreateApplication(id, name, null, permissions));
        return Actor.Application(id);
    }

    /// <summary>Signs in with a password that must be right, and returns the session's id.</summary>
    public async Task<string> SignInAsync(string email, string password = Password) =>
        (await TrySignInAsync(email, password)).ShouldNotBeNull();

    /// <summary>Signs in with a password and returns the session's id, or null if the sign-in was refused.</summary>
    public async Task<string?> TrySignInAsync(string email, string password = Password)
    {
        var session = NewSessionId();
        await SendAsync(new SignIn(session, email, password), Actor.Anonymous);
        return
            await Get<UserAdmin.Account.ISessions>().FindAsync(session, TestContext.Current.CancellationToken) is null
            ? null
            : session;
    }

    /// <summary>Returns the user's row, up to date.</summary>
    public async Task<UserRow> GetUserAsync(string id) => (await AskAsync(new GetUser(id))).Value.ShouldNotBeNull();

    /// <summary>Returns every event of the log, in order and decrypted: with the payload it was made with.</summary>
    public List<EventRecord> ReadLog()
    {
        using var log = new LogReader(Get<IWriteStore>());
        return log.Read(0, int.MaxValue)
            .ConvertAll(record =>
            {
                if (record.IsSetAside || record.Version != EventSealing.Version)
                {
                    return record;
                }

                var (opened, @event) = EventSealing.Open(record);
                opened.Payload = EventCodec.Encode(@event);
                return opened;
            });
    }

    /// <summary>Returns the position of the last event.</summary>
    public long Tail()
    {
        using var log = new LogReader(Get<IWriteStore>());
        return log.Tail().Position;
    }

    /// <summary>
    /// Returns every row of every table of the write database as text: equal dumps mean that nothing has changed.
    /// </summary>
    public string DumpWrite()
    {
        using var connection = OpenWrite();
        return Dump(connection, TestProvider.Tables);
    }

    /// <summary>Opens the write database as another program would: to look at it, or to tamper with it.</summary>
    public DbConnection OpenWrite() => Get<IWriteStore>().OpenConnection();

    /// <summary>Executes a statement as another program would, and returns the number of rows.</summary>
    public int Tamper(string sql)
    {
        using var connection = OpenWrite();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }

    /// <summary>Makes the database refuse to record commands of one type.</summary>
    /// <param name="commandName">The type.</param>
    /// <param name="endsTransaction">Whether the database also undoes the transaction, as with a full disk.</param>
    public void Break(string commandName, bool endsTransaction = false) =>
        Tamper(TestProvider.Break(commandName, endsTransaction));

    /// <summary>Returns every row of the read model in use as text, except the checkpoint's generation.</summary>
    public string DumpRead()
    {
        using var context = Get<IReadStore>().CreateContext();
        using var connection = new SqliteConnection(context.Database.GetConnectionString());
        connection.Open();
        return Dump(connection, TablesOfSqlite);
    }

    /// <summary>Waits until the read model has applied the whole log.</summary>
    public async Task CatchUpAsync() =>
        (
            await Get<ReadModelPosition>()
                .WaitAsync(Tail(), TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)
        ).ShouldBeTrue();

    /// <summary>Polls until a condition holds that has no notification.</summary>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? patience = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, patience);

    /// <summary>Polls until a condition holds that has no notification.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        var longest = patience ?? TimeSpan.FromSeconds(20);
        using var deadline = new CancellationTokenSource(longest);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"Waited {longest} in vain until {what}.");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopFollowingAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (_ownsDirectory)
        {
            await TestProvider.DropAsync(Directory);
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private static string Dump(DbConnection connection, string tables)
    {
        var text = new System.Text.StringBuilder();
        foreach (var table in Rows(connection, tables).ToList())
        {
            text.AppendLine(table);
            var columns = table == "Checkpoint" ? "\"Position\", \"Hash\"" : "*";
            Rows(connection, $"SELECT {columns} FROM \"{table}\"")
                .Order(StringComparer.Ordinal)
                .ToList()
                .ForEach(row => text.AppendLine(row));
        }

        return text.ToString();
    }

    private static IEnumerable<string> Rows(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names come from the schema.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            yield return string.Join(
                " | ",
                values.Select(value =>
                    value is byte[] bytes
                        ? Convert.ToHexString(bytes)
                        : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
                )
            );
        }
    }
}
