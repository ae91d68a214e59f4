using System.Net;
using System.Security.Cryptography;
using Scalar.AspNetCore;
using UserAdmin.Web.Hardening;

namespace UserAdmin.Web.Api.Rest;

/// <summary>
/// The page that shows the document of the API and tries it out. Its script is Scalar's, served by us. The page is not
/// below <c>/api</c>, where a key is demanded.
/// </summary>
internal static class ApiReference
{
    /// <summary>The address, relative to the console's.</summary>
    public const string Address = "docs/api";

    private const string Script = Address + "/scalar.js";

    private static readonly string _version = typeof(ScalarOptions).Assembly.GetName().Version!.ToString(3);

    /// <summary>Adds the page and its script.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (RequestDelegate)ShowAsync).RequireAuthorization();
        routes.MapGet(Script, (RequestDelegate)ServeAsync).RequireAuthorization();
    }

    private static Task ShowAsync(HttpContext http)
    {
        // Scalar writes style elements, which the policy of every other page forbids.
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        http.Features.Set(new StyleNonce(nonce));
        http.Response.ContentType = "text/html; charset=utf-8";
        string Of(string text) => WebUtility.HtmlEncode(text);
        return http.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="{Of(ConsoleLanguage.Current.Tag)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Of(T("API"))} · UserAdmin</title>
            <base href="{Of(http.Request.PathBase.Value ?? "")}/">
            <meta property="csp-nonce" content="{nonce}">
            <script type="module" src="api-reference.js" data-script="{Script}?v={_version}"
              data-document="api/v1/openapi.json" id="start"></script>
            </head>
            <body>
            <div id="reference"></div>
            <noscript>{Of(T("This page needs JavaScript."))}</noscript>
            </body>
            </html>
            """,
            http.RequestAborted
        );
    }

    private static async Task ServeAsync(HttpContext http)
    {
        // It is compressed in the package.
        await using var packed = typeof(ScalarOptions).Assembly.GetManifestResourceStream(
            "ScalarStaticAssets.scalar.js"
        )!;
        http.Response.ContentType = "text/javascript; charset=utf-8";
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await packed.CopyToAsync(http.Response.Body, http.RequestAborted);
            return;
        }

        await using var unpacked = new System.IO.Compression.GZipStream(
            packed,
            System.IO.Compression.CompressionMode.Decompress
        );
        await unpacked.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
