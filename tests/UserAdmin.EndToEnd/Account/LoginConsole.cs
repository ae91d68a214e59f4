using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Account;

/// <summary>One running console for the tests of a class, with a provider of external logins.</summary>
/// <param name="settings">Further settings of the provider, such as <c>LinkByVerifiedEmail=true</c>.</param>
public abstract class LoginConsole(params string[] settings) : IAsyncLifetime
{
    private RunningProgram? _program;
    private CommandSender? _sender;
    private int _people;

    /// <summary>The provider.</summary>
    public LoginProvider Provider { get; private set; } = null!;

    /// <summary>The data folder.</summary>
    public DataFolder Data { get; } = new();

    /// <summary>The console's address.</summary>
    public string Address => _program!.Address;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Provider = await LoginProvider.StartAsync();
        _program = await RunningProgram.StartAsync(Data, [.. ConsoleFixture.Settings, .. Provider.Settings(settings)]);
        _sender = new CommandSender(Data);
    }

    /// <summary>Creates an administrator whose address is confirmed, for one test.</summary>
    public async Task<Person> CreatePersonAsync()
    {
        var number = Interlocked.Increment(ref _people);
        var person = new Person(
            Guid.CreateVersion7().ToString(),
            $"Nina {number}",
            $"nina{number}@example.com",
            ConsoleFixture.Password
        );
        await _sender!.AcceptedAsync(
            "CreateUser",
            new
            {
                userId = person.Id,
                userName = $"nina{number}",
                email = person.Email,
                displayName = person.Name,
                password = person.Password,
            }
        );
        await _sender.AcceptedAsync("MakeAdministrator", new { userId = person.Id });
        await _sender.AcceptedAsync("ConfirmUserEmail", new { userId = person.Id });
        return person;
    }

    /// <summary>Ids of a person's sessions.</summary>
    public List<string> SessionsOf(Person person) =>
        Database
            .Rows(Data.WriteDatabase, $"SELECT Id FROM UserSessions WHERE UserId = '{person.Id}'")
            .ConvertAll(row => row[0]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_sender?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Provider?.DisposeAsync() ?? ValueTask.CompletedTask);
        Data.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A console with the default setting: a verified address links no account.</summary>
public sealed class PlainLoginConsole() : LoginConsole;

/// <summary>A console that links accounts by verified addresses.</summary>
public sealed class LinkingLoginConsole() : LoginConsole("LinkByVerifiedEmail=true");
