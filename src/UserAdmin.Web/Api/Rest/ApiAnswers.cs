using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace UserAdmin.Web.Api.Rest;

/// <summary>Writes answers.</summary>
internal static class ApiAnswers
{
    /// <summary>Writes an answer as JSON.</summary>
    public static Task WriteAsync<TAnswer>(HttpContext http, int status, TAnswer answer) =>
        WriteAsync(http, status, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Options));

    /// <summary>
    /// Writes an answer with the tag of its version, or that the sender has it already. The tag begins with the version
    /// that an edit is based on; the hash behind it changes with everything else that is shown, such as the last
    /// sign-in.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="version">The version.</param>
    public static Task WriteVersionAsync<TAnswer>(HttpContext http, TAnswer answer, long version)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Options);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 6));
        var tag = $"\"{version.ToString(CultureInfo.InvariantCulture)}.{hash}\"";
        http.Response.Headers.ETag = tag;
        // A change of somebody's permission counts at once, so every answer is asked for again.
        http.Response.Headers.CacheControl = "private, no-cache";
        if (
            EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Tag == tag || one.Tag == "*")
        )
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return WriteAsync(http, StatusCodes.Status200OK, body);
    }

    private static Task WriteAsync(HttpContext http, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}

/// <summary>The answer to a query for one thing.</summary>
/// <param name="Value">What was asked for.</param>
/// <typeparam name="TView">Its type.</typeparam>
internal sealed record ApiValue<TView>(TView Value);

/// <summary>A page of a list.</summary>
/// <param name="Items">The items, in order.</param>
/// <param name="Total">How many there are on all pages; null if that is not counted.</param>
/// <param name="Next">The cursor of the next page; null if this is the last one.</param>
/// <typeparam name="TItem">The type of an item.</typeparam>
internal sealed record ApiList<TItem>(IReadOnlyList<TItem> Items, long? Total, string? Next);
