using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using UserAdmin.Tool.Output;
using UserAdmin.Tool.Profiles;

namespace UserAdmin.Tool.Commands;

/// <summary>Which servers there are, and the keys for them.</summary>
internal static class ProfileCommands
{
    /// <summary>Returns <c>login</c>.</summary>
    public static Command Login(Verbs verbs)
    {
        var server = ServerArgument();
        var name = new Option<string?>("--name")
        {
            Description = "The name of the profile; the server's name if it is left out.",
            HelpName = "name",
        };
        return verbs.Query(
            "login",
            "Asks for a key, tries it, and keeps it in a profile that is used from now on. Without a terminal, the key "
                + "is read from standard input.",
            call =>
            {
                var address = Profile.ServerOf(call.Get(server));
                return AddAsync(
                    call,
                    Profile.NameOf(call.Get(name) ?? NameFor(address)),
                    address,
                    isTried: true,
                    isUsed: true
                );
            },
            """
            useradmin login https://console.example.com
            pass show useradmin-key | useradmin login https://console.example.com --name production
            """,
            server,
            name
        );
    }

    /// <summary>Returns <c>profile</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var (server, added) = (ServerArgument(), new Argument<string>("name") { Description = "Its name." });
        var isUntried = new Option<bool>("--no-check") { Description = "Keep it without trying the key." };
        return Verbs.Group(
            "profile",
            "The servers and the keys for them.",
            verbs.Query(
                "add",
                "Keeps a server and its key. The key is asked for, or read from standard input; a profile of that name "
                    + "is replaced.",
                call =>
                    AddAsync(
                        call,
                        Profile.NameOf(call.Get(added)),
                        Profile.ServerOf(call.Get(server)),
                        !call.Get(isUntried),
                        isUsed: false
                    ),
                "useradmin profile add staging https://staging.example.com < key.txt",
                added,
                server,
                isUntried
            ),
            verbs.Query("list", "Lists the profiles, without the keys.", ListAsync, "useradmin profile list"),
            Named(
                verbs,
                "use",
                "Makes a profile the current one.",
                (call, profiles, name) =>
                {
                    call.Output.Line($"{name} is used from now on.");
                    return profiles with { Current = name };
                }
            ),
            Named(
                verbs,
                "remove",
                "Removes a profile. Its key stays valid until an administrator revokes it.",
                (call, profiles, name) =>
                {
                    profiles.All.Remove(name);
                    call.Output.Line($"{name} was removed. Its key is valid until an administrator revokes it.");
                    return profiles.Current == name ? profiles with { Current = null } : profiles;
                }
            )
        );
    }

    private static Argument<string> ServerArgument() =>
        new("server") { Description = "The address of the console: https, or http on this machine." };

    private static string NameFor(Uri server) => server.Host.Trim('[', ']').Replace(':', '-');

    private static Command Named(
        Verbs verbs,
        string name,
        string description,
        Func<Call, ProfileSet, string, ProfileSet> change
    )
    {
        var chosen = new Argument<string>("name") { Description = "Its name." };
        chosen.CompletionSources.Add(_ =>
            ToolOptions.ProfileNames(verbs.Environment).Select(one => new CompletionItem(one))
        );
        return verbs.Query(
            name,
            description,
            call =>
            {
                var file = new ProfileFile(call.Environment.Folder);
                var profiles = file.Read();
                Call.Find(profiles, call.Get(chosen));
                file.Write(change(call, profiles, call.Get(chosen)));
                return Task.CompletedTask;
            },
            $"useradmin profile {name} staging",
            chosen
        );
    }

    private static async Task AddAsync(Call call, string name, Uri server, bool isTried, bool isUsed)
    {
        // Read first: what cannot be kept need not be typed.
        var file = new ProfileFile(call.Environment.Folder);
        var profiles = file.Read();
        var profile = new Profile(
            server,
            Profile.KeyOf(await call.SecretAsync($"The key of the application at {server}:"))
        );
        if (isTried)
        {
            var answer = await call.Client(profile).ListUsersAsync(limit: 1);
            // Which permissions the application has is not asked here: this is an answer to a right key. Any other 403,
            // such as that of a proxy, is not.
            if (answer is not { Status: 403, Problem.Code: "not-permitted" })
            {
                Api.Refusals.Check(answer);
            }
        }

        profiles.All[name] = profile;
        file.Write(profiles with { Current = isUsed ? name : profiles.Current ?? name });
        call.Output.Line($"The profile {name} is in {file.Path}, which only you can read.");
    }

    private static Task ListAsync(Call call)
    {
        var profiles = new ProfileFile(call.Environment.Folder).Read();
        var json = JsonSerializer.SerializeToElement(
            profiles.All.Select(one => new
            {
                name = one.Key,
                server = one.Value.Server,
                isCurrent = one.Key == profiles.Current,
            })
        );
        if (call.Output.IsJson)
        {
            call.Output.Json(json.GetRawText());
        }
        else if (profiles.All.Count == 0)
        {
            call.Output.Note("There are no profiles. Run useradmin login.");
        }
        else
        {
            call.Output.Table(Column.Of("name", "server", "isCurrent"), json.EnumerateArray());
        }

        return Task.CompletedTask;
    }
}
