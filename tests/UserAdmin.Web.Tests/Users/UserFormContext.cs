using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users;

/// <summary>A form that shows Ada as she was at version 7.</summary>
public abstract class UserFormContext
{
    internal UserForm Form { get; } = new();

    protected UserFormContext() => Merge(Rows.Ada(version: 7));

    internal void Merge(UserRow row) => Form.Merge(row, row.Version);

    internal static StaleEdit Stale(string field, string current, long version) =>
        new(field, current, "Bob", Rows.Now, version, "Bob changed this.");
}
