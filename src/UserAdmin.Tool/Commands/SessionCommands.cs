using System.CommandLine;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>Where somebody is signed in.</summary>
internal static class SessionCommands
{
    /// <summary>Returns <c>sessions</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var (listed, user) = (UserLookup.Argument(), UserLookup.Argument());
        var session = new Argument<string?>("session")
        {
            Description = "The session, as sessions list shows it.",
            Arity = ArgumentArity.ZeroOrOne,
        }.Named();
        var all = new Option<bool>("--all") { Description = "All sessions of the account." };
        return Verbs.Group(
            "sessions",
            "Where people are signed in.",
            verbs.Query(
                "list",
                "Lists the sessions of an account.",
                async call =>
                    Listing.Whole(
                        call,
                        Column.Of("SessionRef", "Method", "SignedInAt", "LastSeenAt", "IpAddress", "UserAgent"),
                        await call.Api.ListUserSessionsAsync((await UserLookup.FindAsync(call, call.Get(listed))).Id!)
                    ),
                "useradmin sessions list grace",
                listed
            ),
            verbs.Change(
                "revoke",
                "Ends one session of an account, or all of them: whoever uses it is signed out at once.",
                async call =>
                {
                    var typed = call.Get(session);
                    if (typed is null != call.Get(all))
                    {
                        throw new ToolException(ExitCode.Usage, "Say which session, or --all for all of them.");
                    }

                    var found = await UserLookup.FindAsync(call, call.Get(user));
                    if (typed is not null)
                    {
                        call.Done(
                            await call.Api.EndSessionAsync(found.Id!, typed, call.Key, call.Reason, Call.Prefer),
                            $"The session of {found.UserName} has ended."
                        );
                        return;
                    }

                    await call.ConfirmAsync($"Sign {found.UserName} ({found.DisplayName}) out everywhere?");
                    call.Done(
                        await call.Api.EndAllSessionsAsync(found.Id!, call.Key, call.Reason, Call.Prefer),
                        $"{found.UserName} is signed out everywhere."
                    );
                },
                """
                useradmin sessions revoke grace 5f1c
                useradmin sessions revoke grace --all --yes --reason "Lost laptop"
                """,
                user,
                session,
                all,
                verbs.Options.Yes
            )
        );
    }
}
