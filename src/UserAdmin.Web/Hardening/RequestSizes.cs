using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using UserAdmin.Messaging;
using UserAdmin.Web.Api;

namespace UserAdmin.Web.Hardening;

/// <summary>Limits how much a request can make the server read and hold.</summary>
internal static class RequestSizes
{
    /// <summary>
    /// Largest body of a form, in bytes. The largest of them carries a new passkey with its attestation.
    /// </summary>
    internal const int Form = 64 * 1024;

    /// <summary>The largest body of any request, in bytes: a message of a circuit if websockets are blocked.</summary>
    internal const int Any = 512 * 1024;

    private static readonly Error _tooLarge = new(
        "api.too-large",
        "The body is larger than this address takes. Send less at once."
    );

    /// <summary>Sets the limits of the server itself.</summary>
    public static void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = Any;
        server.Limits.MaxRequestLineSize = 8 * 1024;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }

    /// <summary>Sets the limits of a form.</summary>
    public static void Configure(FormOptions form)
    {
        form.ValueCountLimit = 128;
        form.KeyLengthLimit = 256;
        form.ValueLengthLimit = Form;
        form.BufferBodyLengthLimit = Form;
        form.MultipartBodyLengthLimit = Form;
    }

    /// <summary>
    /// Limits a body to the size of a form, unless its endpoint sets another size or it belongs to a circuit.
    /// </summary>
    public static Task BoundAsync(HttpContext http, RequestDelegate next)
    {
        if (
            http.Request.Path.StartsWithSegments("/_blazor")
            || http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null
        )
        {
            return next(http);
        }

        // The page about a refusal or a fault is rendered in the same request.
        if (
            http.Request.ContentLength > Form
            && http.Features.Get<IStatusCodeReExecuteFeature>() is null
            && http.Features.Get<IExceptionHandlerFeature>() is null
        )
        {
            if (ApiFaults.IsOfApplication(http.Request))
            {
                return ApiFaults.WriteAsync(http, StatusCodes.Status413PayloadTooLarge, _tooLarge);
            }

            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        // A body without a declared length is cut off while it is read.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Form;
        }

        return next(http);
    }
}
