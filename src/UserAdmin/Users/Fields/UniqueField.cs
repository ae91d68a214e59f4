using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Users.Fields;

/// <summary>Looks up unique values in the profiles; the query of each field is compiled once.</summary>
internal static class UniqueField
{
    private static readonly ConcurrentDictionary<
        string,
        Func<WriteContext, string, string, CancellationToken, Task<bool>>
    > _queries = new();

    /// <summary>Returns true if another account has a value.</summary>
    public static Task<bool> IsTakenAsync(
        WriteContext context,
        UserField field,
        string value,
        string exceptUserId,
        CancellationToken cancellationToken
    ) => _queries.GetOrAdd(field.Name, Compile)(context, value, exceptUserId, cancellationToken);

    private static Func<WriteContext, string, string, CancellationToken, Task<bool>> Compile(string field) =>
        PerModel.Of(() =>
            EF.CompileAsyncQuery(
                (WriteContext context, string value, string exceptUserId, CancellationToken _) =>
                    context
                        .Set<UserProfile>()
                        .Any(profile => EF.Property<string?>(profile, field) == value && profile.UserId != exceptUserId)
            )
        );
}
