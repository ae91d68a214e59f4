using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Following;

/// <summary>
/// Finds accounts and roles that have no row of ours, with statements that both providers understand. Each reading is
/// short, because a reader may hold up the application's commits.
/// </summary>
internal sealed class UnknownAccounts
{
    private readonly IWriteStore _store;
    private readonly string _users;
    private readonly string _profiles;
    private readonly string _userId;
    private readonly string _without;
    private readonly string _roles;
    private readonly ValueConverter? _userKeys;
    private readonly ValueConverter? _roleKeys;

    public UnknownAccounts(IWriteStore store, IDbContextFactory<WriteContext> contexts)
    {
        _store = store;
        using var context = contexts.CreateDbContext();
        var (user, profile) = (Of(context, typeof(User)), Of(context, typeof(UserProfile)));
        var (role, roleProfile) = (Of(context, typeof(Role)), Of(context, typeof(RoleProfile)));
        (_users, _profiles) = (user.QuotedTable(), profile.QuotedTable());
        (_userId, _userKeys) = (Key(user), Converter(user));
        _without =
            $"FROM {_users} AS u WHERE NOT EXISTS (SELECT 1 FROM {_profiles} AS p WHERE "
            + $"p.{Key(profile)} = u.{_userId})";
        _roles =
            $"SELECT r.{Key(role)} FROM {role.QuotedTable()} AS r WHERE NOT EXISTS (SELECT 1 FROM "
            + $"{roleProfile.QuotedTable()} AS p WHERE p.{Key(roleProfile)} = r.{Key(role)})";
        _roleKeys = Converter(role);
    }

    /// <summary>Counts the accounts, and those without a row of ours.</summary>
    public async Task<(long All, long Unknown)> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = _store.OpenReadOnly();
        return (await CountAsync($"SELECT COUNT(*) FROM {_users}"), await CountAsync($"SELECT COUNT(*) {_without}"));

        async Task<long> CountAsync(string sql)
        {
            await using var count = connection.Command(null, sql);
            return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        }
    }

    /// <summary>Returns the keys of the next accounts without a row of ours, in the order of the database.</summary>
    /// <param name="after">The last key of the call before; null for the first ones.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<List<string>> NextAsync(string? after, int take, CancellationToken cancellationToken)
    {
        await using var connection = _store.OpenReadOnly();
        await using var read = connection.Command(
            null,
            $"SELECT u.{_userId} {_without} {(after is null ? "" : $"AND u.{_userId} > @after ")}"
                + $"ORDER BY u.{_userId} LIMIT @take",
            ("@take", take)
        );
        if (after is not null)
        {
            read.Add("@after", _userKeys?.ConvertToProvider(after) ?? after);
        }

        return await KeysAsync(read, _userKeys, cancellationToken);
    }

    /// <summary>Returns the keys of all roles without a row of ours.</summary>
    public async Task<List<string>> RolesAsync(CancellationToken cancellationToken)
    {
        await using var connection = _store.OpenReadOnly();
        await using var read = connection.Command(null, _roles);
        return await KeysAsync(read, _roleKeys, cancellationToken);
    }

    private static async Task<List<string>> KeysAsync(
        DbCommand read,
        ValueConverter? converter,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var value = reader.GetValue(0);
            keys.Add(
                converter is null
                    ? (string)value
                    : (string)
                        converter.ConvertFromProvider(
                            value.GetType() == converter.ProviderClrType
                                ? value
                                : Convert.ChangeType(value, converter.ProviderClrType, CultureInfo.InvariantCulture)
                        )!
            );
        }

        return keys;
    }

    private static IEntityType Of(WriteContext context, Type type) => context.Model.FindEntityType(type)!;

    private static string Key(IEntityType entity) => $"\"{entity.FindPrimaryKey()!.Properties[0].GetColumnName()}\"";

    private static ValueConverter? Converter(IEntityType entity) =>
        entity.FindPrimaryKey()!.Properties[0].GetTypeMapping().Converter;
}
