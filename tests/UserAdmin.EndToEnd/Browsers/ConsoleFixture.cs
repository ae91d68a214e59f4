using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Browsers;

/// <summary>
/// One running console, with an administrator, shared by the tests of a class; methods to create accounts keep the
/// tests independent of each other.
/// </summary>
/// <remarks>
/// Each class has its own console, because classes run in parallel and spend most of their time waiting.
/// </remarks>
public sealed class ConsoleFixture : IAsyncLifetime
{
    /// <summary>A password that the policy accepts.</summary>
    public const string Password = "correct horse battery staple";

    private int _names;
    private RunningProgram? _program;
    private CommandSender? _sender;

    /// <summary>The administrator the program was started with.</summary>
    public Person Administrator { get; } = new("", "Ada Admin", "ada@example.com", Password);

    /// <summary>The data folder.</summary>
    public DataFolder Data { get; } = new();

    /// <summary>The console's address.</summary>
    public string Address => _program!.Address;

    /// <summary>Sends commands from another process.</summary>
    public CommandSender Sender => _sender ??= new CommandSender(Data);

    /// <summary>Settings that create the first administrator at the start.</summary>
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
        _program = await RunningProgram.StartAsync(
            Data,
            // Who has no cookie that asks for the mirrored language does not notice.
            [
                .. Settings,
                "--UserAdmin:PseudoLanguage=true",
                // For receivers on this machine.
                "--UserAdmin:Webhooks:AllowPrivateAddresses=true",
                "--UserAdmin:Webhooks:AllowHttp=true",
            ]
        );
    }

    /// <summary>Creates a user for one test.</summary>
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
