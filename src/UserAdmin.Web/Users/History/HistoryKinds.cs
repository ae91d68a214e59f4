using UserAdmin.Audit.Queries;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.Person;

namespace UserAdmin.Web.Users.History;

/// <summary>The kinds of events, as named in addresses and on buttons.</summary>
internal static class HistoryKinds
{
    public static IReadOnlyList<(HistoryKind Kind, string? Name, string Label)> All { get; } =
    [
        (HistoryKind.All, null, Marked("Everything")),
        (HistoryKind.SignIns, "sign-ins", Marked("Sign-ins")),
        (HistoryKind.Changes, "changes", Marked("Changes by administrators")),
    ];

    public static HistoryKind Named(string? name) => All.FirstOrDefault(kind => kind.Name == name).Kind;

    public static string Href(string userId, string? name) =>
        UserTab.History.Href(userId) + (name is null ? "" : $"&kind={name}");
}
