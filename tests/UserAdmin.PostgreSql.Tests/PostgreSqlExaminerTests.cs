using Npgsql;
using UserAdmin.Attaching;
using UserAdmin.StockDatabases;
using UserAdmin.Tests.Attaching;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>What is special about the database of another application on a server.</summary>
public sealed class PostgreSqlExaminerTests
{
    // Everything that a dump of the schema would have, and the numbers of changed rows.
    private const string Everything = """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, c.relacl, a.attname, a.attnum,
                format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) AS line
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid
            WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
            UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger
            UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint
            UNION ALL SELECT nspname || nspowner::text FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%'
            UNION ALL SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
                WHERE nspname NOT IN ('pg_catalog', 'information_schema')
            UNION ALL SELECT (query_to_xml(format('SELECT xmin, t::text AS r FROM %I AS t ORDER BY 2', tablename),
                true, true, ''))::text FROM pg_tables WHERE tablename LIKE 'AspNet%'
        ) AS lines
        """;

    private static readonly StockShape _plain = new(StockProvider.PostgreSql, 3);

    [Fact]
    public async Task Examine_ADatabase_ChangesNothing()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        var before = (string)folder.Value(Everything)!;
        before.ShouldContain("jürgen");

        folder.Examine().Refusal.ShouldBeNull();

        folder.Value(Everything).ShouldBe(before);
    }

    [Fact]
    public async Task Examine_TwoCandidates_TakesTheOneOnTheSearchPathOrTheOneThatIsNamed()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        folder.Run(
            "CREATE SCHEMA archive; CREATE TABLE archive.\"AspNetUsers\" (LIKE public.\"AspNetUsers\" INCLUDING ALL); "
                + "CREATE TABLE archive.\"AspNetRoles\" (LIKE public.\"AspNetRoles\" INCLUDING ALL)"
        );

        var found = folder.Examine();
        found.Shape.ShouldNotBeNull().Tables[0].Schema.ShouldBe("public");
        found.OtherUsers.ShouldBe(["archive.AspNetUsers"]);

        var named = folder.Examine(new(Schema: "archive"));
        named.Shape.ShouldNotBeNull().Tables.Select(table => table.Schema).Distinct().ShouldBe(["archive"]);
        named.Counts[UserAdmin.Storage.IdentityTableKind.Users].ShouldBe(0);

        UserAdminAttach
            .Examine(folder.Connection + ";Search Path=archive,public", new(), TestContext.Current.CancellationToken)
            .Shape.ShouldNotBeNull()
            .Tables[0]
            .Schema.ShouldBe("archive");
    }

    [Fact]
    public async Task Examine_AsARoleWithFewRights_SaysWhichAreMissing()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        var role = $"reader{Guid.NewGuid():N}";
        folder.Run($"CREATE ROLE {role} LOGIN");
        var connection = new NpgsqlConnectionStringBuilder(folder.Connection) { Username = role }.ConnectionString;
        Examination Examine() => UserAdminAttach.Examine(connection, new(), TestContext.Current.CancellationToken);

        Examine().Refusal.ShouldNotBeNull().ShouldContain("GRANT SELECT, INSERT, UPDATE, DELETE, TRIGGER");

        folder.Run($"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {role}");
        var found = Examine();
        found.Refusal.ShouldNotBeNull().ShouldContain("CREATE SCHEMA useradmin AUTHORIZATION");
        var rights = found.Rights.ShouldNotBeNull();
        rights.Who.ShouldBe(role);
        (rights.NoTriggers.Count, rights.NoWriting.Count, rights.Hidden.Count).ShouldBe((8, 8, 0));

        folder.Run(
            $"CREATE SCHEMA useradmin AUTHORIZATION {role}; ALTER TABLE \"AspNetUsers\" ENABLE ROW LEVEL SECURITY; "
                + $"GRANT DELETE, TRIGGER ON \"AspNetUsers\" TO {role}"
        );
        found = Examine();
        found.Refusal.ShouldBeNull();
        found.Rights.ShouldNotBeNull().NoTriggers.Count.ShouldBe(7);
        found.Rights.NoWriting.ShouldNotContain("\"public\".\"AspNetUsers\"");
        found.Rights.Hidden.ShouldBe(["\"public\".\"AspNetUsers\""]);
        folder.Run($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    [Fact]
    public async Task Examine_ObjectsInOurSchema_AreInTheWay()
    {
        await using var folder = await StockFolder.CreateAsync(_plain, accounts: 1);
        folder.Run("CREATE SCHEMA useradmin; CREATE TABLE useradmin.notes (x int)");

        var found = folder.Examine();

        found.InTheWay.ShouldBe(["useradmin.notes"]);
        found.Refusal.ShouldNotBeNull().ShouldContain("useradmin.notes");
    }

    [Fact]
    public async Task Examine_LockoutsWithoutAnEnd_AreTimes()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        folder.Run("UPDATE \"AspNetUsers\" SET \"LockoutEnd\" = 'infinity' WHERE \"UserName\" = 'user3'");

        folder.Examine().Problems.ShouldNotContain(one => one.Kind == ExaminationProblemKind.UnreadableLockoutEnd);
    }

    [Fact]
    public async Task Examine_KeysThatAreUuids_CannotBeText()
    {
        await using var folder = await StockFolder.CreateAsync(_plain with { Key = StockKey.Uuid }, accounts: 1);

        folder
            .Examine(new(Keys: UserAdmin.Storage.IdentityKey.Text))
            .Refusal.ShouldNotBeNull()
            .ShouldContain("declared as uuid");
    }
}
