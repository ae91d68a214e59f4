using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>
/// One running console for the tests of a class, which do not disturb each other, with an administrator and a way to
/// prepare accounts.
/// </summary>
/// <remarks>
/// One console for each class, not one for all: classes with consoles of their own run at the same time, and most of
/// their time is waiting.
/// </remarks>
public sealed class ConsoleFixture : IAsyncLifetime
{
    /// <summary>A password that the policy takes.</summary>
    public const string Password = "correct horse battery staple";

    private int _names;
    private RunningProgram? _program;
    private CommandSender? _sender;

    /// <summary>The administrator the program was started with.</summary>
    public Person Administrator { get; } = new("", "Ada Admin", "ada@example.com", Password);

    /// <summary>Where its data are.</summary>
    public DataFolder Data { get; } = new();

    /// <summary>Where the console is.</summary>
    public string Address => _program!.Address;

    /// <summary>Sends commands from another process.</summary>
    public CommandSender Sender => _sender ??= new CommandSender(Data);

    /// <summary>Settings with which a program begins with its first administrator.</summary>
    public static string[] Settings { get; } =
    [
        "--UserAdmin:FirstAdministrator:Email=ada@example.com",
        $"--UserAdmin:FirstAdministrator:Password={Password}",
        "--UserAdmin:FirstAdministrator:DisplayName=Ada Admin",
    ];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Data.FillAsync();
        _program = await RunningProgram.StartAsync(Data, Settings);
    }

    /// <summary>Creates a user that no other test knows.</summary>
    /// <param name="name">First part of the display name.</param>
    public async Task<Person> CreateUserAsync(string name = "Una User")
    {
        var number = Interlocked.Increment(ref _names);
        var person = new Person(
            Guid.CreateVersion7().ToString(),
            $"{name} {number}",
            $"user{number}@example.net",
            Password
        );
        await Sender.AcceptedAsync(
            "CreateUser",
            new
            {
                userId = person.Id,
                userName = $"user{number}",
                email = person.Email,
                displayName = person.Name,
                password = Password,
            }
        );
        return person;
    }

    /// <summary>Creates another administrator.</summary>
    /// <param name="name">First part of the display name.</param>
    public async Task<Person> CreateAdministratorAsync(string name = "Otto Other")
    {
        var person = await CreateUserAsync(name);
        await Sender.AcceptedAsync("MakeAdministrator", new { userId = person.Id });
        return person;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_sender?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_program?.DisposeAsync() ?? ValueTask.CompletedTask);
        Data.Dispose();
    }
}
