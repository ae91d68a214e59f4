using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>
/// The values that the application's database gives to a new account. They are read before the account is created, so
/// that its first event tells all of them.
/// </summary>
internal static class AttributeDefaults
{
    /// <summary>Returns the values of a new account: those that are given, and defaults for the others.</summary>
    /// <param name="context">A context with an open transaction.</param>
    /// <param name="given">The values that were typed, in the form in which they are stored.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<IReadOnlyList<AttributeValue>> CompleteAsync(
        WriteContext context,
        IReadOnlyList<AttributeValue> given,
        CancellationToken cancellationToken
    )
    {
        var named = given.Where(one => one.Value is not null).Select(one => one.Name).ToHashSet();
        List<AccountAttribute> missing =
        [
            .. context.Layout.Attributes.Where(attribute =>
                attribute.Column is { DefaultSql: not null, IsGenerated: false } column && !named.Contains(column.Name)
            ),
        ];
        if (missing.Count == 0)
        {
            return given;
        }

        // The expressions are those of the database itself, as it stores them.
        await using var command = context
            .Database.GetDbConnection()
            .Command(
                context.Database.CurrentTransaction?.GetDbTransaction(),
                $"SELECT {string.Join(", ", missing.Select(one => $"CAST(({one.Column.DefaultSql}) AS TEXT)"))}"
            );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return
        [
            .. given.Where(one => one.Value is not null),
            .. missing.Select(
                (attribute, i) =>
                    new AttributeValue(
                        attribute.Column.Name,
                        reader.IsDBNull(i) ? null : AttributeText.Canonical(attribute.Type, reader.GetString(i))
                    )
            ),
        ];
    }
}
