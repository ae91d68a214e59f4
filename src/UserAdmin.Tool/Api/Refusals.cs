using System.Globalization;
using System.Text.Json;

namespace UserAdmin.Tool.Api;

/// <summary>What an answer that is no success means for the person at the terminal.</summary>
internal static class Refusals
{
    /// <summary>Returns an answer, if it is a success.</summary>
    /// <exception cref="ToolException">It is none: the API's sentences, and the exit code for its status.</exception>
    public static ApiResult<T> Accepted<T>(this ApiResult<T> answer)
    {
        Check(answer);
        return answer;
    }

    /// <summary>Requires a success.</summary>
    /// <param name="answer">The answer.</param>
    public static void Check(ApiAnswer answer)
    {
        if (answer.Status is < 200 or >= 300)
        {
            throw new ToolException(CodeOf(answer.Status), [.. Lines(answer)]);
        }
    }

    private static ExitCode CodeOf(int status) =>
        status switch
        {
            401 or 403 => ExitCode.NotPermitted,
            404 or 410 => ExitCode.NotFound,
            409 or 412 => ExitCode.Conflict,
            429 or 502 or 503 or 504 => ExitCode.Unavailable,
            _ => ExitCode.Failed,
        };

    private static IEnumerable<string> Lines(ApiAnswer answer)
    {
        if (answer.Problem is not { } problem)
        {
            yield return answer.Status is >= 300 and < 400
                ? $"The server says that it is at {answer.Headers.Location}. Use that address in the profile."
                : $"The server answered {answer.Status.ToString(CultureInfo.InvariantCulture)}, and not as a UserAdmin "
                    + "does. Check the address in the profile.";
            yield break;
        }

        if (problem.Errors is not { Count: > 0 } errors)
        {
            yield return problem.Title;
            yield break;
        }

        foreach (var error in errors)
        {
            var message = Text(error, "message") ?? problem.Title;
            yield return Text(error, "field") is { Length: > 0 } field ? $"{field}: {message}" : message;
            // The sentence says who has changed it, when, and to what.
            if (Text(error, "version") is { } version)
            {
                yield return $"To put your value in its place, add --if-version {version}.";
            }
        }
    }

    private static string? Text(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value.ToString()
            : null;
}
