using System.CommandLine;
using UserAdmin.Tool.Api;

namespace UserAdmin.Tool.Commands;

/// <summary>Finds the account that somebody names on the command line.</summary>
internal static class UserLookup
{
    // Pages of 200. Whoever is not among those whose names are that much alike is named by the address or the id.
    private const int MostPages = 5;

    /// <summary>Returns the argument that names an account.</summary>
    public static Argument<string> Argument() =>
        new Argument<string>("user")
        {
            Description = "The account: its id, its user name or its email address.",
        }.Named();

    /// <summary>Returns the account with an id, a user name or an email address; deleted ones, too.</summary>
    /// <param name="call">The command.</param>
    /// <param name="text">What was typed.</param>
    /// <exception cref="ToolException">There is none, or several.</exception>
    public static async Task<UserRow> FindAsync(Call call, string text)
    {
        if (Guid.TryParse(text, out _) && await ByIdAsync(call, text) is { } byId)
        {
            return byId;
        }

        var found = new Dictionary<string, UserRow>();
        var isWhole = true;
        foreach (var state in new[] { "", " state:deleted" })
        {
            // One that was not reached comes before a deleted one of the same name.
            if (found.Count == 0 && isWhole)
            {
                isWhole = await SearchAsync(call, text, state, found);
            }
        }

        return found.Count switch
        {
            1 => found.Values.Single(),
            // The application that the accounts belong to may have ids of another kind.
            0 => await ByIdAsync(call, text)
                ?? throw (
                    isWhole
                        ? new ToolException(
                            ExitCode.NotFound,
                            $"There is no account with the id, the user name or the email address “{text}”."
                        )
                        : new ToolException(
                            ExitCode.Failed,
                            $"Too many accounts have names like “{text}” to look at all of them. Say the id of the "
                                + "account."
                        )
                ),
            _ => throw new ToolException(
                ExitCode.Failed,
                [
                    $"“{text}” means several accounts. Say the id of one:",
                    .. found.Values.Select(user => $"{user.Id}  {user.UserName}  {user.Email}"),
                ]
            ),
        };
    }

    // Returns whether all that match were looked at.
    private static async Task<bool> SearchAsync(Call call, string text, string state, Dictionary<string, UserRow> found)
    {
        // Whole addresses are those of the email or the user name; other texts can be part of a user name.
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        var search = (text.Contains('@') && !text.Any(Separates) ? $"<{text}>" : $"user-name:\"{escaped}\"") + state;
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = (await call.Api.ListUsersAsync(q: search, limit: 200, cursor: cursor)).Accepted().Value!;
            foreach (var user in answer.Items.Where(user => Is(user.UserName, text) || Is(user.Email, text)))
            {
                found[user.Id!] = user;
            }

            cursor = answer.Next;
            if (cursor is null)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<UserRow?> ByIdAsync(Call call, string id)
    {
        var answer = await call.Api.GetUserAsync(id);
        return answer.Status == 404 ? null : answer.Accepted().Value!.Value;
    }

    private static bool Is(string? value, string text) =>
        string.Equals(value, text, StringComparison.OrdinalIgnoreCase);

    private static bool Separates(char character) =>
        char.IsWhiteSpace(character) || character is ',' or ';' or '<' or '>' or '"' or '\\';
}
