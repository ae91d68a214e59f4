using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>
/// nginx in front of nodes, with deploy/nginx.conf or deploy/nginx-path.conf. It ends with the test process, however
/// that ends.
/// </summary>
internal sealed partial class RunningNginx : IAsyncDisposable
{
    private const string Script = """
        "$1" -c "$2" &
        server=$!
        trap 'kill -TERM $server; wait $server || true' EXIT
        read -r _ || true
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-nginx-").FullName;
    private readonly int _port = PostgreSqlCluster.FreePort();
    private Process? _shell;

    /// <summary>The address that browsers use.</summary>
    public string Address => $"https://127.0.0.1:{_port}";

    private string Log => Path.Combine(_folder, "useradmin.log");

    /// <summary>
    /// Skips a test if nginx is not installed. Where everything has to be installed, it fails instead.
    /// </summary>
    public static void SkipIfMissing()
    {
        if (Program() is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("nginx is not installed (Debian: nginx).");
        }
    }

    /// <summary>Starts nginx in front of the nodes with these addresses.</summary>
    /// <param name="nodes">The addresses.</param>
    /// <param name="neighbour">The program that the host belongs to, if the console is below a path.</param>
    public static async Task<RunningNginx> StartAsync(IReadOnlyList<string> nodes, NginxNeighbour? neighbour = null)
    {
        var nginx = new RunningNginx();
        try
        {
            await nginx.BeginAsync(nodes, neighbour);
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the address of the node that took the last request that the pattern matches.</summary>
    public async Task<string> NodeOfAsync(string request)
    {
        var node = "";
        await Eventually.HoldsAsync(
            () =>
            {
                var line = File.ReadAllLines(Log).LastOrDefault(one => Regex.IsMatch(one, request));
                // Of several nodes that were asked, the last one answered.
                node = line is null ? "" : Node().Matches(line)[^1].Value;
                return node.Length > 0;
            },
            $"nginx has forwarded {request}"
        );
        return $"http://{node}";
    }

    /// <summary>Returns a value of the cookie that leads to the node.</summary>
    public async Task<string> RouteToAsync(string node)
    {
        using var http = Client();
        for (var number = 1; number <= 1000; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}/health/live?{number}");
            request.Headers.Add("Cookie", $"useradmin_route=r{number}");
            (await http.SendAsync(request)).EnsureSuccessStatusCode().Dispose();
            if (await NodeOfAsync("/health/live") == node)
            {
                return $"r{number}";
            }
        }

        throw new InvalidOperationException($"No cookie leads to {node}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync();
            _shell.Dispose();
        }

        if (TestContext.Current.TestState?.Result == TestResult.Failed && File.Exists(Log))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(await File.ReadAllTextAsync(Log));
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Returns a client that accepts the certificate.</summary>
    public static HttpClient Client() =>
        new(
            new HttpClientHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                ServerCertificateCustomValidationCallback =
                    HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }
        );

    private async Task BeginAsync(IReadOnlyList<string> nodes, NginxNeighbour? neighbour)
    {
        var main = await NginxFiles.WriteAsync(_folder, _port, nodes, neighbour);
        var program = Program() ?? throw new InvalidOperationException("nginx is missing.");
        using (var check = Process.Start(program, ["-t", "-q", "-c", main]))
        {
            await check.WaitForExitAsync();
            check.ExitCode.ShouldBe(0, "nginx refuses the configuration");
        }

        _shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", Script, "nginx", program, main]) { RedirectStandardInput = true }
        );
        using var http = Client();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri($"{Address}/health/live"));
                return answer.StatusCode == HttpStatusCode.OK;
            },
            "nginx forwards requests"
        );
    }

    private static string? Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "nginx"))
            .FirstOrDefault(File.Exists);

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Node();
}
