using UserAdmin.Attaching;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using static UserAdmin.Attaching.ExaminationProblemKind;

namespace UserAdmin.Tests.Attaching;

/// <summary>What is said about rows that do not fit.</summary>
public sealed class ExaminerDamageTests
{
    private static bool IsFile => TestProvider.Stock == StockProvider.Sqlite;

    private static readonly StockShape _plain = new(TestProvider.Stock, 3);

    [Fact]
    public async Task Examine_NamesThatAreNotNormalized_CountsThem()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        var id = IdOf(folder, "user1");
        folder.Run($"UPDATE \"AspNetUsers\" SET \"NormalizedUserName\" = NULL WHERE \"Id\" = '{id}'");
        folder.Run("UPDATE \"AspNetUsers\" SET \"NormalizedEmail\" = 'x' WHERE \"UserName\" LIKE 'jürgen%'");
        folder.Run("UPDATE \"AspNetRoles\" SET \"NormalizedName\" = 'überwacher' WHERE \"Name\" = 'Überwacher'");

        var found = folder.Examine();

        found.Refusal.ShouldBeNull();
        Find(found, NameNotNormalized).ShouldBe((1, id));
        Of(found, EmailNotNormalized).Count.ShouldBe(3);
        Of(found, EmailNotNormalized).Examples.Count.ShouldBe(3);
        Of(found, NameNotNormalized, IdentityTableKind.Roles).Count.ShouldBe(1);
        // The three that have the address x now.
        Of(found, SameEmail).Count.ShouldBe(4 + 3);
    }

    [Fact]
    public async Task Examine_ManyOfAKind_NamesFiveExamples()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        folder.Run("UPDATE \"AspNetUsers\" SET \"SecurityStamp\" = NULL, \"NormalizedEmail\" = \"Email\"");

        var found = folder.Examine();

        (Of(found, NoSecurityStamp).Count, Of(found, NoSecurityStamp).Examples.Count).ShouldBe((60, 5));
        // Two have none.
        Of(found, EmailNotNormalized).Count.ShouldBe(58);
    }

    [Fact]
    public async Task Examine_WithoutNamesOrWithTheSameName_CountsThem()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        var id = IdOf(folder, "user4");
        folder.Run(
            $"UPDATE \"AspNetUsers\" SET \"UserName\" = NULL, \"NormalizedUserName\" = NULL WHERE \"Id\" = '{id}'"
        );
        folder.Run("DROP INDEX \"UserNameIndex\"");
        folder.Run(
            "UPDATE \"AspNetUsers\" SET \"UserName\" = 'User1', \"NormalizedUserName\" = 'USER1' "
                + "WHERE \"UserName\" IN ('user7', 'user8')"
        );

        var found = folder.Examine();

        Find(found, NoUserName).ShouldBe((1, id));
        Of(found, SameName).Count.ShouldBe(3);
        found.Problems.ShouldNotContain(problem => problem.Kind == NameNotNormalized);
    }

    [Fact]
    public async Task Examine_RowsOfNobody_CountsThem()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        if (!IsFile)
        {
            // As after a restore of single tables.
            folder.Run(
                "ALTER TABLE \"AspNetUserRoles\" DROP CONSTRAINT \"FK_AspNetUserRoles_AspNetUsers_UserId\"; "
                    + "ALTER TABLE \"AspNetUserRoles\" DROP CONSTRAINT \"FK_AspNetUserRoles_AspNetRoles_RoleId\"; "
                    + "ALTER TABLE \"AspNetUserClaims\" DROP CONSTRAINT \"FK_AspNetUserClaims_AspNetUsers_UserId\""
            );
        }

        folder.Run("INSERT INTO \"AspNetUserRoles\" (\"UserId\", \"RoleId\") VALUES ('nobody', 'nothing')");
        folder.Run("UPDATE \"AspNetUserClaims\" SET \"UserId\" = 'gone' WHERE \"ClaimType\" = 'level'");

        var found = folder.Examine();

        Find(found, NoSuchUser, IdentityTableKind.UserRoles).ShouldBe((1, "nobody"));
        Find(found, NoSuchRole, IdentityTableKind.UserRoles).ShouldBe((1, "nothing"));
        Find(found, NoSuchUser, IdentityTableKind.UserClaims).ShouldBe((15, "gone"));
        found.Problems.ShouldNotContain(problem => problem.Table == IdentityTableKind.UserLogins);
    }

    [Fact]
    public async Task Examine_TimesThatAreNone_CountsThem()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        var id = IdOf(folder, "user3");
        var unreadable = IsFile ? "'soon'" : "'20000-01-01'";
        folder.Run($"UPDATE \"AspNetUsers\" SET \"LockoutEnd\" = {unreadable} WHERE \"Id\" = '{id}'");

        Find(folder.Examine(), UnreadableLockoutEnd).ShouldBe((1, id));
    }

    [Fact]
    public async Task Examine_WithoutFurtherTables_SaysWhichAreMissing()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        folder.Run("DROP TABLE \"AspNetUserTokens\"");
        folder.Run("DROP TABLE \"AspNetRoleClaims\"");

        var found = folder.Examine();

        found.Refusal.ShouldBeNull();
        found.Missing.ShouldBe([IdentityTableKind.RoleClaims, IdentityTableKind.UserTokens]);
    }

    [Fact]
    public async Task Examine_WithoutRoles_SaysWhatToDo()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        folder.Run("DROP TABLE \"AspNetRoleClaims\"");
        folder.Run("DROP TABLE \"AspNetUserRoles\"");
        folder.Run("DROP TABLE \"AspNetRoles\"");

        var found = folder.Examine();

        found.Refusal.ShouldNotBeNull().ShouldContain("AddRoles");
        found.Shape.ShouldBeNull();
    }

    [Fact]
    public async Task Examine_KeysCalledAfterTheirTable_AreFound()
    {
        await using var folder = await StockFolder.CreateAsync(_plain);
        folder.Run("ALTER TABLE \"AspNetUsers\" RENAME COLUMN \"Id\" TO \"PersonNumber\"");

        var found = folder.Examine();

        found.Shape.ShouldNotBeNull().Tables[0].Columns["Id"].ShouldBe("PersonNumber");
        found.Counts[IdentityTableKind.UserClaims].ShouldBe(folder.Counts.UserClaims);
    }

    private static string IdOf(StockFolder folder, string userName) =>
        (string)folder.Value($"SELECT \"Id\" FROM \"AspNetUsers\" WHERE \"UserName\" = '{userName}'")!;

    private static ExaminationProblem Of(
        Examination found,
        ExaminationProblemKind kind,
        IdentityTableKind table = IdentityTableKind.Users
    ) => found.Problems.Where(problem => problem.Kind == kind && problem.Table == table).ShouldHaveSingleItem();

    private static (long, string) Find(
        Examination found,
        ExaminationProblemKind kind,
        IdentityTableKind table = IdentityTableKind.Users
    ) => (Of(found, kind, table).Count, Of(found, kind, table).Examples.ShouldHaveSingleItem());
}
