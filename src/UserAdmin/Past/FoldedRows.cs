using System.Text;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Past;

/// <summary>
/// Rows of one subject in memory, made by applying its events. A row of another subject, such as a role that an account
/// holds, is made up when it is asked for; rows of other types are not kept.
/// </summary>
internal sealed class FoldedRows : IReadModelRows
{
    // With their keys, as the read model has them.
    private static readonly Dictionary<Type, Func<object, string[]>> _keys = new()
    {
        [typeof(UserRow)] = row => [((UserRow)row).Id],
        [typeof(RoleRow)] = row => [((RoleRow)row).Id],
        [typeof(UserRoleRow)] = row => [((UserRoleRow)row).UserId, ((UserRoleRow)row).RoleId],
        [typeof(PasskeyRow)] = row => [((PasskeyRow)row).UserId, ((PasskeyRow)row).PasskeyId],
        [typeof(ExternalLoginRow)] = row =>
            row is ExternalLoginRow login ? [login.UserId, login.Provider, login.ProviderKey] : [],
        [typeof(UserClaimRow)] = row => row is UserClaimRow claim ? [claim.UserId, claim.ClaimType, claim.Value] : [],
        [typeof(UserExternalIdRow)] = row => row is UserExternalIdRow id ? [id.UserId, id.ApplicationId] : [],
    };

    // The columns that projections search by; all of them are part of a key.
    private static readonly string[] _columns = [nameof(UserRoleRow.UserId), nameof(UserRoleRow.RoleId)];

    private readonly Dictionary<Type, Dictionary<string, (string[] Key, object Row)>> _rows = [];

    /// <summary>Returns every row of a type.</summary>
    public IEnumerable<TRow> All<TRow>()
        where TRow : class => Of<TRow>().Values.Select(kept => (TRow)kept.Row);

    public TRow? Find<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new() => Of<TRow>().TryGetValue(Name(key), out var kept) ? (TRow)kept.Row : null;

    public TRow Get<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new() => Find<TRow>(key) ?? new TRow();

    public IReadOnlyList<TRow> Where<TRow>(string column, string value)
        where TRow : class, new()
    {
        var part = Array.IndexOf(_columns, column);
        return [.. Of<TRow>().Values.Where(kept => kept.Key[part] == value).Select(kept => (TRow)kept.Row)];
    }

    public void ChangeEach<TRow>(string column, string value, Action<TRow> change)
        where TRow : class, new()
    {
        foreach (var row in Where<TRow>(column, value))
        {
            change(row);
        }
    }

    public void Add<TRow>(TRow row)
        where TRow : class, new()
    {
        if (_keys.TryGetValue(typeof(TRow), out var key))
        {
            var parts = key(row);
            Of<TRow>()[Name(parts)] = (parts, row);
        }
    }

    public void Remove<TRow>(TRow row)
        where TRow : class, new()
    {
        if (_keys.TryGetValue(typeof(TRow), out var key))
        {
            Of<TRow>().Remove(Name(key(row)));
        }
    }

    // With its length before each part, different keys have different names.
    private static string Name(ReadOnlySpan<string> key)
    {
        if (key.Length == 1)
        {
            return key[0];
        }

        var name = new StringBuilder();
        foreach (var part in key)
        {
            name.Append(part.Length).Append(':').Append(part);
        }

        return name.ToString();
    }

    private Dictionary<string, (string[] Key, object Row)> Of<TRow>() =>
        _rows.TryGetValue(typeof(TRow), out var rows) ? rows : _rows[typeof(TRow)] = [];
}
