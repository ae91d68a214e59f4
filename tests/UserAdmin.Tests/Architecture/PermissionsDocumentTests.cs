using System.Text;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;

namespace UserAdmin.Tests.Architecture;

/// <summary>docs/PERMISSIONS.md says what the code does.</summary>
public sealed class PermissionsDocumentTests
{
    private const string Begin = "<!-- table: PermissionsDocumentTests -->";

    private static readonly (string Name, string Allows)[] _others =
    [
        (
            PermissionAttribute.Anyone,
            "Open to people who have not signed in. The message guards itself: a password, a token."
        ),
        (
            PermissionAttribute.SigningIn,
            "Open to every signed-in user, and to a person who has yet to finish signing in."
        ),
        (PermissionAttribute.AnyUser, "Open to every signed-in, active user: what concerns only oneself."),
        (PermissionAttribute.SystemOnly, "Sent by the program itself or from its command line. No role can hold it."),
    ];

    [Fact]
    public void PermissionsDocument_Always_EqualsTheCatalogueAndTheMessages()
    {
        var path = PathOf("docs/PERMISSIONS.md");
        var text = File.ReadAllText(path);
        var expected = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + "\n\n" + Table();
        if (Environment.GetEnvironmentVariable("USERADMIN_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        text.ShouldBe(expected, "Run this test with USERADMIN_WRITE_DOCS=1 in the environment: it writes the table.");
    }

    private static string Table()
    {
        var needed = MessageCatalogue
            .Messages(typeof(ICommand).Assembly.GetTypes())
            .ToLookup(Authorisation.PermissionOf);
        var table = new StringBuilder("| Permission | What it allows | Commands | Queries |\n|---|---|---|---|\n");
        foreach (var (name, allows) in Permissions.All.Concat(_others))
        {
            var (commands, queries) = (
                Names(needed[name].Where(IsCommand)),
                Names(needed[name].Where(type => !IsCommand(type)))
            );
            table.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| `{name}` | {allows} | {commands} | {queries} |\n"
            );
        }

        return table.ToString();
    }

    private static bool IsCommand(Type message) => typeof(ICommand).IsAssignableFrom(message);

    private static string Names(IEnumerable<Type> messages) =>
        string.Join(", ", messages.Select(type => $"`{type.Name}`").Order(StringComparer.Ordinal));

    private static string PathOf(string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "UserAdmin.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run in the repository.");
        }

        return Path.Combine(root.FullName, file);
    }
}
