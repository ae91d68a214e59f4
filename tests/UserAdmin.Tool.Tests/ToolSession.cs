using System.Text.Json.Nodes;
using UserAdmin.Web.Tests.Api;

namespace UserAdmin.Tool.Tests;

/// <summary>The tool as somebody has it: a folder for its profiles, an environment, a keyboard.</summary>
internal sealed class ToolSession : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("useradmin-tool-").FullName;

    /// <summary>The environment variables.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The folder of the profile file; it is made with the first profile.</summary>
    public string Folder => Path.Combine(_home, "useradmin");

    /// <summary>What is typed, or comes from a file; null for no terminal and nothing.</summary>
    public string? Typed { get; set; }

    /// <summary>Whether standard input is a terminal.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>The columns of the terminal; null if the output goes elsewhere.</summary>
    public int? Width { get; set; }

    /// <summary>What answers instead of a server; null for a real one.</summary>
    public HttpMessageHandler? Server { get; set; }

    /// <summary>The pauses that were made.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    /// <summary>Called after each line of the output, with all of it.</summary>
    public Action<string>? OnOutput { get; set; }

    /// <summary>Uses the key of an application.</summary>
    public static async Task<ToolSession> OfAsync(ApiHost host, params string[] permissions)
    {
        using var client = await host.ApplicationAsync(permissions);
        var session = new ToolSession();
        session.Use(host.Address.ToString(), client.DefaultRequestHeaders.Authorization!.Parameter!);
        return session;
    }

    /// <summary>Returns a session whose server is not there: something else answers.</summary>
    public static ToolSession Of(HttpMessageHandler server)
    {
        var session = new ToolSession { Server = server };
        session.Use("https://console.example.com", "ua_abcdefghijkl_secret");
        return session;
    }

    /// <summary>Sets the server and the key.</summary>
    public void Use(string server, string key) =>
        (Variables["USERADMIN_SERVER"], Variables["USERADMIN_KEY"]) = (server, key);

    /// <summary>Returns the path of a file in the session's folder.</summary>
    public string File(string name) => Path.Combine(_home, name);

    /// <summary>Runs a command.</summary>
    public Task<ToolReply> RunAsync(params string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>Runs a command until it ends or is stopped.</summary>
    public async Task<ToolReply> RunAsync(string[] args, CancellationToken stop)
    {
        using var output = new Watched(() => OnOutput);
        using var error = new StringWriter();
        using var input = new StringReader(Typed ?? "");
        var environment = new ToolEnvironment
        {
            In = input,
            Out = output,
            Error = error,
            CanAsk = IsTerminal,
            Width = Width,
            Variable = name => Variables.GetValueOrDefault(name),
            Folder = Folder,
            AskSecretAsync = (_, _) => Task.FromResult(Typed ?? ""),
            Handler = _ => Server ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false },
            WaitAsync = (pause, cancellation) =>
            {
                Pauses.Add(pause);
                // A server that reads a file needs its time; the pauses of a test need not be long.
                return Task.Delay(
                    pause < TimeSpan.FromMilliseconds(50) ? pause : TimeSpan.FromMilliseconds(50),
                    cancellation
                );
            },
        };
        var code = await ToolRun.RunAsync(args, environment, stop);
        return new ToolReply(code, output.ToString(), error.ToString());
    }

    /// <summary>Waits until a condition holds, half a minute at most.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What is waited for, for the message of a test that fails.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"Waited in vain until {what}.");
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_home, recursive: true);

    private sealed class Watched(Func<Action<string>?> watch) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            watch()?.Invoke(ToString());
        }
    }
}

/// <summary>What a command has written, and its exit code.</summary>
internal sealed record ToolReply(int Code, string Out, string Error)
{
    /// <summary>The output as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>The lines of the output.</summary>
    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Requires an exit code.</summary>
    public ToolReply ShouldBe(int code)
    {
        Code.ShouldBe(code, $"{Out}\n{Error}");
        return this;
    }

    /// <summary>Requires an exit code, and a part of what stands on standard error.</summary>
    public ToolReply ShouldBe(int code, string part)
    {
        ShouldBe(code).Error.ShouldContain(part);
        return this;
    }
}

/// <summary>Answers instead of a server.</summary>
/// <param name="answer">Answers a request; the number of the request is the second argument, from 1.</param>
internal sealed class FakeServer(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly List<(HttpRequestMessage Request, string Body)> _requests = [];

    /// <summary>The requests, with their bodies.</summary>
    public IReadOnlyList<(HttpRequestMessage Request, string Body)> Requests => _requests;

    /// <summary>Returns an answer with JSON.</summary>
    public static HttpResponseMessage Json(string json, int status = 200, string type = "application/json") =>
        new((System.Net.HttpStatusCode)status) { Content = new StringContent(json, System.Text.Encoding.UTF8, type) };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        _requests.Add((request, body));
        return answer(request, _requests.Count);
    }
}
