using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>A table of users with the other stock tables that belong to it.</summary>
/// <param name="Users">The table of users as it was found.</param>
/// <param name="Tables">All of them, recognised.</param>
internal sealed record TableSet(FoundTable Users, IReadOnlyList<IdentityTable> Tables)
{
    private static readonly IdentityTableKind[] _kinds = Enum.GetValues<IdentityTableKind>();

    /// <summary>Returns the sets of a database, the most likely one first.</summary>
    public static IReadOnlyList<TableSet> AllOf(IReadOnlyList<FoundTable> tables) =>
        [
            .. tables
                .Where(table => TableRecognition.As(IdentityTableKind.Users, table) is not null)
                .Select(users => Around(users, tables))
                .OrderBy(set => set.Users.PathRank ?? int.MaxValue)
                .ThenByDescending(set => set.Tables.Any(table => table.Kind == IdentityTableKind.Roles))
                .ThenByDescending(set => IsStock(IdentityTableKind.Users, set.Users))
                .ThenBy(set => set.Users.Label, StringComparer.Ordinal),
        ];

    /// <summary>Returns the set of a table of users.</summary>
    public static TableSet Around(FoundTable users, IReadOnlyList<FoundTable> tables)
    {
        var others = tables.Where(table => table != users).ToList();
        // The table between users and roles says which roles are meant.
        var between = Best(IdentityTableKind.UserRoles, others, table => Closeness(table, users));
        var roles = Best(
            IdentityTableKind.Roles,
            others,
            table =>
                between?.RefersTo(table) is true ? 4
                : table.Schema == users.Schema ? 2
                : 0
        );
        var found = new Dictionary<IdentityTableKind, FoundTable?>
        {
            [IdentityTableKind.Users] = users,
            [IdentityTableKind.Roles] = roles,
            [IdentityTableKind.UserRoles] = roles is null ? null : between,
        };
        foreach (var kind in _kinds.Where(kind => !found.ContainsKey(kind)).ToList())
        {
            var owner = kind == IdentityTableKind.RoleClaims ? roles : users;
            found[kind] = owner is null ? null : Best(kind, others, table => Closeness(table, owner));
        }

        return new(
            users,
            [
                .. _kinds
                    .Select(kind => found[kind] is { } table ? TableRecognition.As(kind, table) : null)
                    .OfType<IdentityTable>(),
            ]
        );
    }

    private static FoundTable? Best(
        IdentityTableKind kind,
        IEnumerable<FoundTable> tables,
        Func<FoundTable, int> closeness
    ) =>
        tables
            .Where(table => TableRecognition.As(kind, table) is not null)
            .Select(table => (table, close: closeness(table)))
            .Where(candidate => candidate.close > 0)
            .OrderByDescending(candidate => candidate.close)
            .ThenByDescending(candidate => IsStock(kind, candidate.table))
            .ThenBy(candidate => candidate.table.Name, StringComparer.Ordinal)
            .FirstOrDefault()
            .table;

    // A table that refers to others only belongs to them.
    private static int Closeness(FoundTable table, FoundTable owner) =>
        table.RefersTo(owner) ? 4
        : table.References.Count == 0 && table.Schema == owner.Schema ? 2
        : 0;

    private static bool IsStock(IdentityTableKind kind, FoundTable table) =>
        string.Equals(table.Name, TableRecognition.StockName(kind), StringComparison.OrdinalIgnoreCase);
}
