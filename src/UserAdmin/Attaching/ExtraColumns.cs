using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>The columns that an application's own user class adds.</summary>
internal static class ExtraColumns
{
    private static readonly Dictionary<string, ColumnMeaning> _meanings = new()
    {
        ["ISDELETED"] = ColumnMeaning.SoftDelete,
        ["DELETED"] = ColumnMeaning.SoftDelete,
        ["DELETEDAT"] = ColumnMeaning.SoftDelete,
        ["DELETEDON"] = ColumnMeaning.SoftDelete,
        ["DELETEDDATE"] = ColumnMeaning.SoftDelete,
        ["DELETEDUTC"] = ColumnMeaning.SoftDelete,
        ["DELETEDATUTC"] = ColumnMeaning.SoftDelete,
        ["DELETEDTIME"] = ColumnMeaning.SoftDelete,
        ["DELETIONTIME"] = ColumnMeaning.SoftDelete,
        ["ISARCHIVED"] = ColumnMeaning.SoftDelete,
        ["ARCHIVEDAT"] = ColumnMeaning.SoftDelete,
        ["TENANT"] = ColumnMeaning.Tenant,
        ["TENANTID"] = ColumnMeaning.Tenant,
        ["ORGANIZATIONID"] = ColumnMeaning.Tenant,
        ["ORGANISATIONID"] = ColumnMeaning.Tenant,
        ["COMPANYID"] = ColumnMeaning.Tenant,
        ["CUSTOMERID"] = ColumnMeaning.Tenant,
        ["ACCOUNTID"] = ColumnMeaning.Tenant,
        ["WORKSPACEID"] = ColumnMeaning.Tenant,
    };

    /// <summary>Returns the columns that are not Identity's, in the order of the table.</summary>
    public static IReadOnlyList<ExtraColumn> Of(IExaminedDatabase database, FoundTable found, IdentityTable users) =>
        Of(found, users, column => database.TypeOf(users, column));

    /// <summary>
    /// Returns the columns that are not Identity's in a table that the application may have migrated. What the values
    /// of a column are does not change with the values.
    /// </summary>
    /// <param name="before">The columns as they were.</param>
    /// <param name="found">The table of users now.</param>
    /// <param name="users">The same table, recognised.</param>
    /// <param name="typeOf">Tells what the values of a new column are.</param>
    public static IReadOnlyList<ExtraColumn> Refreshed(
        IReadOnlyList<ExtraColumn> before,
        FoundTable found,
        IdentityTable users,
        Func<FoundColumn, ExtraColumnType> typeOf
    ) =>
        Of(
            found,
            users,
            column =>
                before.FirstOrDefault(known => known.Name == column.Name && known.StoreType == column.StoreType)
                    is { } same
                    ? same.Type
                    : typeOf(column)
        );

    private static List<ExtraColumn> Of(
        FoundTable found,
        IdentityTable users,
        Func<FoundColumn, ExtraColumnType> typeOf
    ) =>
        [
            .. found
                .Columns.Where(column => !users.Columns.Values.Contains(column.Name))
                .Select(column => new ExtraColumn(
                    column.Name,
                    column.StoreType,
                    typeOf(column),
                    column.IsNullable,
                    column.HasDefault || column.IsGenerated,
                    column.IsGenerated,
                    column.MaxLength,
                    column.IsGenerated ? null : column.DefaultSql
                )),
        ];

    /// <summary>Returns those whose names mean something.</summary>
    public static IReadOnlyList<MarkedColumn> Marked(IEnumerable<ExtraColumn> extras) =>
        [
            .. extras
                .Where(extra => _meanings.ContainsKey(Fold(extra.Name)))
                .Select(extra => new MarkedColumn(extra.Name, _meanings[Fold(extra.Name)])),
        ];

    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
