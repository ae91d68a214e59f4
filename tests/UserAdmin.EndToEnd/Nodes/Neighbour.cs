using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>Another program on the same host, which has a page and a cookie of its own.</summary>
internal sealed class Neighbour : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<string> _asked = [];

    private Neighbour(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>The addresses that were asked for.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>Starts it.</summary>
    public static async Task<Neighbour> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var neighbour = new Neighbour(builder.Build());
        neighbour._app.Run(neighbour.AnswerAsync);
        await neighbour._app.StartAsync();
        return neighbour;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        lock (_asked)
        {
            _asked.Add(http.Request.Path + http.Request.QueryString);
        }

        // Names that the console uses too.
        http.Response.Cookies.Append("theme", "light", new() { Path = "/" });
        http.Response.ContentType = "text/html";
        return http.Response.WriteAsync("<!DOCTYPE html><title>Neighbour</title><h1>Neighbour</h1>");
    }
}
