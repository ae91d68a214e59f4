using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>Listing, reading, creating and editing accounts.</summary>
internal static class UserCommands
{
    /// <summary>Returns the commands.</summary>
    public static IEnumerable<Command> All(Verbs verbs) => [List(verbs), Get(verbs), Create(verbs), Update(verbs)];

    /// <summary>
    /// Returns the state of an account. Servers of an earlier version do not say it: then of several that apply the
    /// first, as in <c>UserRow.StateAt</c> of the core.
    /// </summary>
    /// <param name="user">The account.</param>
    /// <param name="now">The time.</param>
    internal static string StateOf(JsonElement user, DateTimeOffset now) =>
        user.TryGetProperty("state", out var said) && said.GetString() is { } state ? state
        : Moment(user, nameof(UserRow.DeletedAt)) is not null ? "deleted"
        : Moment(user, nameof(UserRow.DisabledAt)) is not null ? "disabled"
        : Moment(user, nameof(UserRow.LockedUntil)) > now ? "locked"
        : Moment(user, nameof(UserRow.InvitedAt)) is not null ? "invited"
        : "active";

    private static DateTimeOffset? Moment(JsonElement user, string property) =>
        user.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(property), out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetDateTimeOffset()
            : null;

    private static Command List(Verbs verbs)
    {
        var query = new Option<string?>("--query", "-q")
        {
            Description = "What to search for, as in the search box of the console.",
            HelpName = "search",
        };
        var sort = new Option<string?>("--sort")
        {
            Description = "The field to sort by; with - before it in descending order.",
            HelpName = "field",
        };
        return verbs.List(
            "list",
            "Lists accounts.",
            call =>
                Listing.PagesAsync<UserRow>(
                    call,
                    verbs.Options,
                    [
                        .. Column.Of(nameof(UserRow.UserName), nameof(UserRow.DisplayName), nameof(UserRow.Email)),
                        new Column("STATE", row => StateOf(row, call.Environment.Time.GetUtcNow())),
                        .. Column.Of(nameof(UserRow.LastSignInAt), nameof(UserRow.Id)),
                    ],
                    async (limit, cursor) =>
                        await call.Api.ListUsersAsync(call.Get(query), call.Get(sort), limit: limit, cursor: cursor)
                ),
            """
            useradmin users list --query "state:locked role:Support" --sort=-createdAt
            useradmin users list --all --output json | jq -r '.items[].email'
            """,
            query,
            sort
        );
    }

    private static Command Get(Verbs verbs)
    {
        var user = UserLookup.Argument();
        return verbs.Query(
            "get",
            "Shows an account.",
            async call =>
            {
                var found = await UserLookup.FindAsync(call, call.Get(user));
                call.Show(
                    await call.Api.GetUserAsync(found.Id!),
                    row => [("state", StateOf(row, call.Environment.Time.GetUtcNow()))]
                );
            },
            "useradmin users get grace@example.com",
            user
        );
    }

    private static Command Create(Verbs verbs)
    {
        var fields = new FieldOptions<CreateUser>(isNew: true, nameof(CreateUser.Password));
        var hasPassword = new Option<bool>("--password")
        {
            Description = "Asks for the first password, or reads it from standard input.",
        };
        var invites = new Option<bool>("--invite") { Description = "Sends the person an invitation." };
        return verbs.Change(
            "create",
            "Creates an account.",
            async call =>
            {
                var body = fields.Read(call);
                if (call.Get(hasPassword))
                {
                    body = body with { Password = await call.SecretAsync("The first password:") };
                }

                var made = (await call.Api.CreateUserAsync(body, call.Key, call.Reason, Call.Prefer)).Accepted();
                call.Done(made, $"{body.UserName} was created with the id {made.Value!.Id}.");
                if (call.Get(invites))
                {
                    var invited = await call.Api.InviteUserAsync(
                        made.Value.Id!,
                        new InviteUser(),
                        call.KeyFor("invite"),
                        call.Reason,
                        Call.Prefer
                    );
                    Refusals.Check(invited);
                    call.Output.Note($"{body.Email} gets an invitation.");
                }
            },
            """
            useradmin users create --user-name grace --email grace@example.com --display-name "Grace Hopper" --invite
            """,
            [.. fields.All, hasPassword, invites]
        );
    }

    private static Command Update(Verbs verbs)
    {
        var user = UserLookup.Argument();
        var profile = new FieldOptions<UpdateUserProfile>(isNew: false);
        Option<string?> email = new("--email") { Description = "The email address.", HelpName = "text" };
        Option<string?> userName = new("--user-name") { Description = "The user name.", HelpName = "text" };
        Option<string?> phone = new("--phone-number")
        {
            Description = "The phone number; empty to clear it.",
            HelpName = "text",
        };
        Option<long?> version = new("--if-version")
        {
            Description =
                "The version that the change is based on (users get shows it); the one of now if it is left out. A "
                + "field that somebody has changed since is refused with who and when.",
            HelpName = "number",
        };
        return verbs.Change(
            "update",
            "Changes fields of an account. What others have changed meanwhile in other fields stays.",
            async call =>
            {
                var steps = new List<Func<UserRow, string, Task<ApiResult<Accepted>>>>();
                if (profile.AnyTyped(call))
                {
                    steps.Add((row, tag) => SendProfileAsync(call, row, tag, profile.Read(call, row)));
                }

                if (call.Get(email) is { } address)
                {
                    steps.Add((row, tag) => SendEmailAsync(call, row, tag, new() { Email = address }));
                }

                if (call.Get(userName) is { } name)
                {
                    steps.Add((row, tag) => SendUserNameAsync(call, row, tag, new() { UserName = name }));
                }

                if (call.Get(phone) is { } number)
                {
                    steps.Add((row, tag) => SendPhoneAsync(call, row, tag, new() { PhoneNumber = number }));
                }

                if (steps.Count == 0)
                {
                    throw new ToolException(ExitCode.Usage, "Say what to change, such as --display-name.");
                }

                if (call.Has(verbs.Options.IdempotencyKey) && !call.Has(version))
                {
                    throw new ToolException(
                        ExitCode.Usage,
                        "--idempotency-key needs --if-version here: run again, the command would be based on the "
                            + "version of then, and be another change. users get shows the version."
                    );
                }

                var found = await UserLookup.FindAsync(call, call.Get(user));
                var read = (await call.Api.GetUserAsync(found.Id!)).Accepted();
                var tag = call.Get(version) is { } typed
                    ? string.Create(CultureInfo.InvariantCulture, $"\"{typed}\"")
                    : read.Headers.ETag!.ToString();
                await SendAsync(call, read.Value!.Value!, tag, steps);
            },
            """
            useradmin users update grace --display-name "Grace B. Hopper" --reason "Ticket 4711"
            useradmin users update grace --phone-number ""
            """,
            [user, .. profile.All, email, userName, phone, version]
        );
    }

    private static Task<ApiResult<Accepted>> SendProfileAsync(
        Call call,
        UserRow row,
        string tag,
        UpdateUserProfile body
    ) => call.Api.UpdateUserProfileAsync(row.Id!, tag, body, call.KeyFor("profile"), call.Reason, Call.Prefer);

    private static Task<ApiResult<Accepted>> SendEmailAsync(Call call, UserRow row, string tag, ChangeUserEmail body) =>
        call.Api.ChangeUserEmailAsync(row.Id!, tag, body, call.KeyFor("email"), call.Reason, Call.Prefer);

    private static Task<ApiResult<Accepted>> SendUserNameAsync(
        Call call,
        UserRow row,
        string tag,
        ChangeUserName body
    ) => call.Api.ChangeUserNameAsync(row.Id!, tag, body, call.KeyFor("user-name"), call.Reason, Call.Prefer);

    private static Task<ApiResult<Accepted>> SendPhoneAsync(Call call, UserRow row, string tag, ChangeUserPhone body) =>
        call.Api.ChangeUserPhoneAsync(row.Id!, tag, body, call.KeyFor("phone-number"), call.Reason, Call.Prefer);

    private static async Task SendAsync(
        Call call,
        UserRow row,
        string tag,
        IEnumerable<Func<UserRow, string, Task<ApiResult<Accepted>>>> steps
    )
    {
        ApiResult<Accepted>? last = null;
        var changed = false;
        foreach (var step in steps)
        {
            var answer = await step(row, tag);
            if (answer.Status >= 400 && changed)
            {
                call.Output.Note("A part was changed already; this was refused:");
            }

            last = answer.Accepted();
            changed |= last.Value!.Changed;
        }

        // The last answer is at the position that has all of them.
        var whole = last! with
        {
            Value = last.Value! with { Changed = changed },
        };
        call.Done(whole, $"{row.UserName} was updated.");
    }
}
