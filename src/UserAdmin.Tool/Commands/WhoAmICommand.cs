using System.CommandLine;
using System.Text.Json;

namespace UserAdmin.Tool.Commands;

/// <summary>What the key opens.</summary>
internal static class WhoAmICommand
{
    /// <summary>Returns <c>whoami</c>.</summary>
    public static Command Of(Verbs verbs) =>
        verbs.Query(
            "whoami",
            "Shows the application that the key is of: its name, what it may do, and when the key expires.",
            async call => call.Show(await call.Api.GetCallingApplicationAsync(), Key),
            """
            useradmin whoami
            useradmin whoami --output json | jq -r .value.key.expiresAt
            """
        );

    // The key first: it is what people look for, and its parts stand in one of the properties.
    private static (string Name, string Text)[] Key(JsonElement self) =>
        self.GetProperty("key") is { ValueKind: JsonValueKind.Object } key
            ?
            [
                ("key", $"{key.GetProperty("keyId").GetString()} ({key.GetProperty("label").GetString()})"),
                ("key expires", key.GetProperty("expiresAt").GetString() ?? "never"),
            ]
            : [];
}
