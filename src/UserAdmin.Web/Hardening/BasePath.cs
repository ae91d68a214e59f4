using System.Text.RegularExpressions;
using UserAdmin.Storage;

namespace UserAdmin.Web.Hardening;

/// <summary>
/// The path below which the console is served: what a trusted proxy says in <c>X-Forwarded-Prefix</c>, and then the
/// setting. The rest of the program sees only what comes after it, and builds addresses from it or relative to it
/// (decision 81).
/// </summary>
internal sealed partial class BasePath(IConfiguration configuration, ILogger<BasePath> logger)
{
    /// <summary>Name of the setting.</summary>
    internal const string Setting = "UserAdmin:PathBase";

    // Whoever asks for these asks each node itself, and need not know the path.
    private static readonly PathString _health = "/health";
    private static readonly PathString _metrics = "/metrics";

    // There is no such page.
    private static readonly PathString _nowhere = "/status";

    private readonly PathString _own = Of(configuration);

    /// <summary>Returns the path of the setting; empty if the console has the host for itself.</summary>
    /// <exception cref="StartupException">The setting is not a path; the text says what to do.</exception>
    public static PathString Of(IConfiguration configuration)
    {
        var text = configuration[Setting];
        if (string.IsNullOrEmpty(text))
        {
            return PathString.Empty;
        }

        return Parse(text, Setting);
    }

    /// <summary>Reads a path.</summary>
    /// <param name="text">The path.</param>
    /// <param name="name">What it is called in the sentence about what is wrong.</param>
    /// <exception cref="StartupException">It is none; the text says what to do.</exception>
    public static PathString Parse(string text, string name)
    {
        var path = Form().IsMatch(text) ? new PathString(text) : PathString.Empty;
        return !path.HasValue || path.StartsWithSegments(_health) || path.StartsWithSegments(_metrics)
            ? throw new StartupException(
                $"{name} has to be a path such as /admin/users: with a slash at the beginning and none at the end, "
                    + "of letters, digits and the characters - . _ ~, and below neither /health nor /metrics. It is "
                    + $"“{text}”. Leave it out if the console has the host for itself."
            )
            : path;
    }

    /// <summary>Checks that the addresses in mails lead to where the console is.</summary>
    /// <exception cref="StartupException">They do not; the text says what to do.</exception>
    public static void CheckPublicUrls(IConfiguration configuration)
    {
        var path = Of(configuration);
        foreach (var name in (ReadOnlySpan<string>)["UserAdmin:PublicUrl", "UserAdmin:Mail:PublicUrl"])
        {
            if (
                path.HasValue
                && Uri.TryCreate(configuration[name], UriKind.Absolute, out var address)
                && !address.AbsolutePath.TrimEnd('/').EndsWith(path, StringComparison.Ordinal)
            )
            {
                throw new StartupException(
                    $"{name} has to end with {Setting}, {path}, because links in mails begin with it; it is {address}."
                );
            }
        }
    }

    /// <summary>Checks that the addresses to listen on have no path, which the server would refuse.</summary>
    /// <exception cref="StartupException">One has; the text says what to do.</exception>
    public static void CheckUrls(IConfiguration configuration)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (PathOf(url).Trim('/').Length > 0)
            {
                throw new StartupException(
                    $"The address to listen on, {url}, has to end after the port. Set the path with {Setting}."
                );
            }
        }
    }

    /// <summary>Returns an address of the console from the address of the server.</summary>
    /// <param name="server">Where the program listens, without a trailing slash.</param>
    /// <param name="configuration">The settings.</param>
    public static string Below(string server, IConfiguration configuration) => server.TrimEnd('/') + Of(configuration);

    /// <summary>Returns a path without the path of the setting, as the program sees it later.</summary>
    /// <param name="path">The path of a request that this middleware has not yet seen.</param>
    /// <param name="configuration">The settings.</param>
    public static PathString Within(PathString path, IConfiguration configuration) =>
        path.StartsWithSegments(Of(configuration), StringComparison.Ordinal, out var rest) ? rest : path;

    /// <summary>Divides the address of a request, as middleware: after the forwarded headers, before routing.</summary>
    public Task DivideAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var prefix = new PathString(request.PathBase.Value?.TrimEnd('/'));
        if (prefix.HasValue && !Form().IsMatch(prefix.Value!))
        {
            LogPrefix(BoundedConsole.Clean(prefix.Value!, 200));
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        // A proxy may name the whole path, whether it passes it on or not.
        var whole = prefix.Value?.EndsWith(_own, StringComparison.Ordinal) is true ? prefix : prefix.Add(_own);
        if (request.Path.StartsWithSegments(_own, StringComparison.Ordinal, out var rest))
        {
            (request.PathBase, request.Path) = (whole, rest);
        }
        else if (whole == prefix || request.Path.StartsWithSegments(_health))
        {
            request.PathBase = prefix;
        }
        else if (request.Path == "/" && HttpMethods.IsGet(request.Method))
        {
            http.Response.Redirect(whole.Add("/"));
            return Task.CompletedTask;
        }
        else
        {
            // The page about it has links, which have to lead into the console.
            (request.PathBase, request.Path, request.Method) = (whole, _nowhere, HttpMethods.Get);
        }

        return next(http);
    }

    private static string PathOf(string url)
    {
        try
        {
            return BindingAddress.Parse(url).PathBase;
        }
        catch (FormatException)
        {
            // The server says what is wrong with it.
            return "";
        }
    }

    [GeneratedRegex(@"^(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+\z")]
    private static partial Regex Form();

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refused a request with the X-Forwarded-Prefix {Prefix}. The proxy in front has to send a path such "
            + "as /admin/users, or none."
    )]
    private partial void LogPrefix(string prefix);
}
