using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace UserAdmin.Web.Embedding;

/// <summary>
/// A request of the host application as the console sees it: what the server knows, and nothing that the host's
/// middleware has added. The host's services, endpoint, identity, parsed form and cookies stay the host's.
/// </summary>
internal static class EmbeddedRequest
{
    private static readonly Type[] _ofTheServer =
    [
        typeof(IHttpRequestFeature),
        typeof(IHttpRequestBodyDetectionFeature),
        typeof(IHttpRequestIdentifierFeature),
        typeof(IHttpRequestLifetimeFeature),
        typeof(IHttpRequestTrailersFeature),
        typeof(IRequestBodyPipeFeature),
        typeof(IHttpResponseFeature),
        typeof(IHttpResponseBodyFeature),
        typeof(IHttpResponseTrailersFeature),
        typeof(IHttpConnectionFeature),
        typeof(IConnectionLifetimeFeature),
        typeof(ITlsConnectionFeature),
        typeof(ITlsHandshakeFeature),
        typeof(IHttpUpgradeFeature),
        typeof(IHttpExtendedConnectFeature),
        typeof(IHttpMaxRequestBodySizeFeature),
        typeof(IHttpBodyControlFeature),
        typeof(IHttpResetFeature),
    ];

    /// <summary>Has a request answered, with the path of the console as its base.</summary>
    /// <param name="http">The host's request.</param>
    /// <param name="path">The path of the console in the host application.</param>
    /// <param name="process">Answers it.</param>
    /// <param name="person">Whom the host has signed in, if that counts in the console.</param>
    public static async Task PassAsync(
        HttpContext http,
        PathString path,
        Func<IFeatureCollection, Task> process,
        HostPerson? person = null
    )
    {
        if (!http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal, out var rest))
        {
            // The host's routing takes upper and lower case for the same; cookies and scripts do not.
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            // The console has pages of its own for errors.
            pages.Enabled = false;
        }

        var (pathBase, whole, method, query) = (
            http.Request.PathBase,
            http.Request.Path,
            http.Request.Method,
            http.Request.QueryString
        );
        (http.Request.PathBase, http.Request.Path) = (pathBase.Add(path), rest);
        try
        {
            await process(FeaturesOf(http.Features, person));
        }
        finally
        {
            // The server has one request object for both.
            (http.Request.PathBase, http.Request.Path) = (pathBase, whole);
            (http.Request.Method, http.Request.QueryString) = (method, query);
        }
    }

    private static FeatureCollection FeaturesOf(IFeatureCollection host, HostPerson? person)
    {
        var features = new FeatureCollection(_ofTheServer.Length);
        foreach (var type in _ofTheServer)
        {
            if (host[type] is { } feature)
            {
                features[type] = feature;
            }
        }

        if (person is not null)
        {
            features.Set(person);
        }

        return features;
    }
}
