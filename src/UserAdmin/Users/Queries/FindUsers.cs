using System.Text;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;

namespace UserAdmin.Users.Queries;

/// <summary>
/// Finds the users who are not deleted and whose user name, email or external id is a text, ignoring case and accents;
/// who needs an exact match compares the rows. Unlike a search it never finds a part of the value, so that its cost
/// does not depend on the number of users that have similar values.
/// </summary>
/// <param name="Field">The field.</param>
/// <param name="Value">The value.</param>
[Permission(Permissions.UsersRead)]
public sealed record FindUsers(UserKeyField Field, string Value) : IQuery<IReadOnlyList<UserRow>>
{
    /// <summary>The maximum number of rows; only texts that differ in case or accents can be so many.</summary>
    public const int Most = 100;
}

/// <summary>The fields whose value tells who somebody is.</summary>
public enum UserKeyField
{
    /// <summary><see cref="UserRow.UserName"/>.</summary>
    UserName,

    /// <summary><see cref="UserRow.Email"/>.</summary>
    Email,

    /// <summary><see cref="UserRow.ExternalId"/>.</summary>
    ExternalId,
}

internal sealed class FindUsersHandler(UserLists lists) : IQueryHandler<FindUsers, IReadOnlyList<UserRow>>
{
    public async Task<Answer<IReadOnlyList<UserRow>>> Handle(FindUsers request, CancellationToken cancellationToken)
    {
        var text = UserTexts.Folded(request.Value);
        if (text.Length == 0)
        {
            return new() { Value = [] };
        }

        var directory = await lists.DirectoryAsync(at: null, cancellationToken);
        var place = UserTexts.PlaceOf(
            request.Field switch
            {
                UserKeyField.UserName => UserFields.UserName,
                UserKeyField.Email => UserFields.Email,
                _ => UserFields.ExternalId,
            }
        );
        var ids = directory.Index.Read(sort: null, _ => Find(directory.Index, place, text));
        return new() { Value = await lists.RowsAsync(directory, ids, cancellationToken) };
    }

    private static List<string> Find(UserIndex index, int field, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var ids = new List<string>();
        foreach (var user in index.Texts.FindWhole(text, index.All).Places())
        {
            if (!index.States.Deleted[user] && index.Texts.Field(user, field).SequenceEqual(bytes))
            {
                ids.Add(index.Keys[user]);
                if (ids.Count == FindUsers.Most)
                {
                    break;
                }
            }
        }

        return ids;
    }
}
