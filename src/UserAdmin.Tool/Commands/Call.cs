using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;
using UserAdmin.Tool.Profiles;

namespace UserAdmin.Tool.Commands;

/// <summary>One command that runs: what was typed, where it is sent, and how the answer is written.</summary>
internal sealed class Call : IDisposable
{
    /// <summary>How long a change may take to be seen by queries, so that the next command reads it.</summary>
    public const string Prefer = "wait=10";

    private readonly ToolOptions _options;
    private readonly ParseResult _parsed;
    private readonly Guid _id = Guid.CreateVersion7();
    private HttpClient? _http;

    /// <summary>Creates it.</summary>
    public Call(ToolEnvironment environment, ToolOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        (Environment, _options, _parsed, Cancellation) = (environment, options, parsed, cancellation);
        var hasColours =
            environment.Width is not null
            && !parsed.GetValue(options.NoColour)
            && string.IsNullOrEmpty(environment.Variable("NO_COLOR"));
        Output = new ToolOutput(environment, parsed.GetValue(options.Output) == "json", hasColours);
    }

    /// <summary>What is around the tool.</summary>
    public ToolEnvironment Environment { get; }

    /// <summary>Stops it.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Writes the answer.</summary>
    public ToolOutput Output { get; }

    /// <summary>The reason as the header has it; null if there is none.</summary>
    public string? Reason => Get(_options.Reason) is { } reason ? Uri.EscapeDataString(reason) : null;

    /// <summary>The key of the change: of the person, or a new one.</summary>
    public string Key => Get(_options.IdempotencyKey) ?? _id.ToString();

    /// <summary>The API of the server.</summary>
    public ApiClient Api => field ??= Client(Choose());

    /// <summary>Returns the value of an option.</summary>
    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    /// <summary>Returns the value of an argument; null if it may be left out and was.</summary>
    public T Get<T>(Argument<T> argument) => _parsed.GetValue(argument)!;

    /// <summary>Whether an option was typed.</summary>
    public bool Has(Option option) => _parsed.GetResult(option) is { Implicit: false };

    /// <summary>Returns the key for one of several changes that a command makes.</summary>
    /// <param name="part">What is changed.</param>
    public string KeyFor(string part) => $"{Key} {part}";

    /// <summary>Returns a client of the API.</summary>
    /// <param name="profile">The server and the key.</param>
    public ApiClient Client(Profile profile)
    {
        var retrying = new Retrying(
            Environment.Handler(profile.Server),
            Environment.WaitAsync,
            Environment.Time,
            Output.Note
        );
        _http?.Dispose();
        // Retrying limits each try; this would limit all of them, with the pauses.
        _http = new HttpClient(retrying) { BaseAddress = profile.Server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", profile.Key);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("useradmin", ToolCommands.Version));
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return new ApiClient(_http) { Cancellation = Cancellation };
    }

    /// <summary>Asks before something that hurts.</summary>
    /// <param name="question">The question.</param>
    public async Task ConfirmAsync(string question)
    {
        if (Get(_options.Yes))
        {
            return;
        }

        if (!Environment.CanAsk)
        {
            throw new ToolException(
                ExitCode.Usage,
                $"{question} There is no terminal to answer at. Say --yes to do it without being asked."
            );
        }

        await Environment.Error.WriteAsync($"{CleanText.Of(question)} [y/N] ");
        var answer = await Environment.In.ReadLineAsync(Cancellation);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new ToolException(ExitCode.Failed, "Nothing was changed.");
        }
    }

    /// <summary>
    /// Returns a secret, asked for without echo, or the first line of standard input. It is never an argument, because
    /// those end up in the history of the shell and in the list of processes, where others read them.
    /// </summary>
    /// <param name="question">The question.</param>
    public async Task<string> SecretAsync(string question)
    {
        var secret = Environment.CanAsk
            ? await Environment.AskSecretAsync(question, Cancellation)
            : await Environment.In.ReadLineAsync(Cancellation);
        return string.IsNullOrEmpty(secret)
            ? throw new ToolException(
                ExitCode.Usage,
                $"{question} Nothing was typed, and nothing came on standard input."
            )
            : secret;
    }

    /// <summary>Says that a command was carried out.</summary>
    /// <param name="answer">The answer, which has to be a success.</param>
    /// <param name="done">The sentence.</param>
    public void Done(ApiResult<Accepted> answer, string done)
    {
        Refusals.Check(answer);
        if (Output.IsJson)
        {
            Output.Json(answer.Text);
        }
        else
        {
            Output.Line(answer.Value!.Changed ? done : $"{done} It was so already; nothing changed.");
        }
    }

    /// <summary>Writes one thing: the answer to a query for it.</summary>
    /// <param name="answer">The answer, which has to be a success.</param>
    /// <param name="first">Makes what stands before its properties in a table.</param>
    public void Show(ApiAnswer answer, Func<JsonElement, (string Name, string Text)[]>? first = null)
    {
        Refusals.Check(answer);
        if (Output.IsJson)
        {
            Output.Json(answer.Text);
            return;
        }

        using var json = JsonDocument.Parse(answer.Text);
        var value = json.RootElement.GetProperty("value");
        Output.Details(value, first?.Invoke(value) ?? []);
    }

    /// <inheritdoc/>
    public void Dispose() => _http?.Dispose();

    // Named on the command line, else of the environment, else the current one.
    private Profile Choose()
    {
        var file = new ProfileFile(Environment.Folder);
        if (Get(_options.Profile) is { } name)
        {
            return Checked(Find(file.Read(), name));
        }

        var server = Environment.Variable("USERADMIN_SERVER") is { Length: > 0 } text ? Profile.ServerOf(text) : null;
        var key = Environment.Variable("USERADMIN_KEY") is { Length: > 0 } secret ? Profile.KeyOf(secret) : null;
        if (server is not null)
        {
            // The key of a profile is for the server of that profile.
            return key is null
                ? throw new ToolException(ExitCode.Usage, "USERADMIN_SERVER is set. Set USERADMIN_KEY, too.")
                : new Profile(server, key);
        }

        var profiles = file.Read();
        return profiles.Current is null
                ? throw new ToolException(
                    ExitCode.Usage,
                    "No server is known. Run useradmin login https://console.example.com, or set USERADMIN_SERVER and "
                        + "USERADMIN_KEY."
                )
            : Checked(Find(profiles, profiles.Current)) is var current && key is not null ? current with { Key = key }
            : current;
    }

    // The file may have been written by hand.
    private static Profile Checked(Profile profile) =>
        new(Profile.ServerOf(profile.Server?.OriginalString ?? ""), Profile.KeyOf(profile.Key ?? ""));

    /// <summary>Returns a profile.</summary>
    /// <exception cref="ToolException">There is none with this name.</exception>
    public static Profile Find(ProfileSet profiles, string name) =>
        profiles.All.TryGetValue(name, out var profile)
            ? profile
            : throw new ToolException(
                ExitCode.Usage,
                $"There is no profile “{name}”. "
                    + (
                        profiles.All.Count > 0
                            ? $"There are: {string.Join(", ", profiles.All.Keys)}."
                            : "Run useradmin profile add."
                    )
            );
}
