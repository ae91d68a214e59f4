using UserAdmin.Attaching;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Attaching;

/// <summary>What is found in databases as stock applications make them.</summary>
public sealed class ExaminerMatrixTests
{
    private static bool IsFile => TestProvider.Stock == StockProvider.Sqlite;

    [Theory]
    [MemberData(nameof(StockMatrix.Pairs), MemberType = typeof(StockMatrix))]
    public async Task Examine_AStockDatabase_FindsItsShapeAndItsRows(
        int version,
        StockKey key,
        bool isExtended,
        StockNames names,
        bool byMigrations
    )
    {
        var stock = new StockShape(TestProvider.Stock, version, key, isExtended, names, byMigrations);
        await using var folder = await StockFolder.CreateAsync(stock);

        var found = folder.Examine();

        found.Refusal.ShouldBeNull();
        found.Provider.ShouldBe(IsFile ? "SQLite" : "PostgreSQL");
        var shape = found.Shape.ShouldNotBeNull();
        shape.Key.ShouldBe(KeyOf(key));
        shape.SchemaVersion.ShouldBe(IsFile && version == 2 ? 1 : version);
        found.IsSchemaVersionCertain.ShouldBe(!IsFile || version == 3);
        ExtrasOf(shape).ShouldBe(isExtended ? Expected(stock) : []);
        shape.Tables.Select(Label).ShouldBe(TablesOf(stock).Select(stock.Table));
        shape
            .Find(IdentityTableKind.Users)!
            .Columns.ShouldBe(
                shape.Find(IdentityTableKind.Users)!.Columns.Keys.ToDictionary(property => property, stock.Column)
            );
        found.Missing.ShouldBe(version == 3 ? [] : [IdentityTableKind.UserPasskeys]);
        CountsOf(found).ShouldBe(folder.Counts);
        folder.Counts.Users.ShouldBe(60);
        // Accounts 5 and 6, 55 and 56.
        var problem = found.Problems.ShouldHaveSingleItem();
        (problem.Kind, problem.Count, problem.Examples.Count).ShouldBe((ExaminationProblemKind.SameEmail, 4, 2));
        found.InTheWay.ShouldBeEmpty();
        found.OtherUsers.ShouldBeEmpty();
        found
            .Marked.Select(column => (column.Name, column.Meaning))
            .ShouldBe(
                isExtended
                    ?
                    [
                        (stock.Column("DeletedAt"), ColumnMeaning.SoftDelete),
                        (stock.Column("TenantId"), ColumnMeaning.Tenant),
                    ]
                    : [],
                ignoreOrder: true
            );
        found.Required.ShouldBeEmpty("the console can fill all of them");
        found
            .Shape.Extras.Where(AccountAttribute.IsRequiredBy)
            .Select(column => column.Name)
            .ShouldBe(
                isExtended ? new[] { "FirstName", "IsVip", "CreatedAt", "Balance" }.Select(stock.Column) : [],
                ignoreOrder: true
            );
        found.Rights.ShouldNotBeNull().NoCreating.ShouldBeNull();
    }

    [Fact]
    public void Pairs_AreAllThere_AndFew() => StockMatrix.Pairs().Count.ShouldBeInRange(16, 22);

    // SQLite declares int and bigint alike.
    private static IdentityKey KeyOf(StockKey key) =>
        key switch
        {
            StockKey.Text => IdentityKey.Text,
            StockKey.Uuid => IdentityKey.Uuid,
            StockKey.Int when !IsFile => IdentityKey.Int,
            _ => IdentityKey.BigInt,
        };

    private static IEnumerable<string> TablesOf(StockShape stock) =>
        Enum.GetNames<IdentityTableKind>().Where(table => stock.Version == 3 || table != "UserPasskeys");

    private static string Label(IdentityTable table) =>
        table.Schema is null or "public" ? $"\"{table.Name}\"" : $"\"{table.Schema}\".\"{table.Name}\"";

    private static IEnumerable<string> ExtrasOf(IdentityShape shape) =>
        shape
            .Extras.Select(extra =>
                $"{extra.Name} {extra.Type}{(extra.IsNullable ? "?" : "")}{(extra.HasDefault ? " default" : "")}"
                + (extra.IsGenerated ? " generated" : "")
            )
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Expected(StockShape stock) =>
        new[]
        {
            ("FirstName", $"{ExtraColumnType.Text}"),
            ("LastName", $"{ExtraColumnType.Text}?"),
            ("BirthDate", $"{ExtraColumnType.Date}?"),
            ("IsVip", $"{ExtraColumnType.Boolean}"),
            ("TenantId", $"{ExtraColumnType.Integer}?"),
            ("DeletedAt", $"{ExtraColumnType.Moment}?"),
            ("CreatedAt", $"{ExtraColumnType.Moment}"),
            ("Balance", $"{ExtraColumnType.Decimal}"),
            ("Discount", $"{ExtraColumnType.Decimal} default"),
            ("FullName", $"{ExtraColumnType.Text}? default generated"),
        }
            .Select(column => $"{stock.Column(column.Item1)} {column.Item2}")
            .Order(StringComparer.Ordinal);

    private static StockCounts CountsOf(Examination found)
    {
        long Of(IdentityTableKind kind) => found.Counts.GetValueOrDefault(kind);
        return new(
            Of(IdentityTableKind.Users),
            Of(IdentityTableKind.Roles),
            Of(IdentityTableKind.UserRoles),
            Of(IdentityTableKind.UserClaims),
            Of(IdentityTableKind.RoleClaims),
            Of(IdentityTableKind.UserLogins),
            Of(IdentityTableKind.UserTokens),
            Of(IdentityTableKind.UserPasskeys)
        );
    }
}
