using UserAdmin.Attaching;
using UserAdmin.Storage;
using UserAdmin.Web.Startup;

namespace UserAdmin.Web.Tests.Startup;

/// <summary>What an administrator reads about the database of an application.</summary>
public sealed class AttachReportTests
{
    private static readonly IdentityTable[] _tables =
    [
        new(IdentityTableKind.Users, "app", "AspNetUsers", new Dictionary<string, string>()),
        new(IdentityTableKind.Roles, "app", "AspNetRoles", new Dictionary<string, string>()),
    ];

    private static readonly Examination _found = new()
    {
        Name = "db/app",
        Provider = "PostgreSQL",
        Version = "17.2",
        Shape = new(IdentityKey.Uuid, 2, _tables, []),
        Counts = new Dictionary<IdentityTableKind, long>
        {
            [IdentityTableKind.Users] = 12_345,
            [IdentityTableKind.Roles] = 3,
        },
        Rights = new("admin", null, [], [], []),
    };

    [Fact]
    public void Report_OfWhatFits_IsAlignedAndSaysSo() =>
        string.Join('\n', AttachReport.Of(_found))
            .ShouldBe(
                """
                PostgreSQL 17.2, db/app

                What is there
                  Accounts        12,345  app.AspNetUsers
                  Roles                3  app.AspNetRoles
                  Keys                    uuid
                  Schema version          2

                What does not fit
                  Nothing was found that does not fit.

                What the console will add
                  A schema useradmin with tables of its own.
                  Triggers on 2 of the tables above, which note the keys of changed rows.
                  Nothing else: no table above is altered, and gets no index and no foreign key.

                What it cannot do, and why
                  There is nothing that it cannot do.

                """.ReplaceLineEndings("\n")
            );

    [Fact]
    public void Report_WithoutRights_HasTheStatementsToRun()
    {
        var users = "\"app\".\"AspNetUsers\"";
        var lines = AttachReport.Of(_found with { Rights = new("admin", null, [users], [users], [users]) }).ToList();

        lines.ShouldContain("    GRANT TRIGGER ON \"app\".\"AspNetUsers\" TO \"admin\";");
        lines.ShouldContain("    GRANT INSERT, UPDATE, DELETE ON \"app\".\"AspNetUsers\" TO \"admin\";");
        lines.ShouldContain(line => line.Contains("Row-level security applies to admin.", StringComparison.Ordinal));
        lines.ShouldContain("  Triggers on 1 of the tables above, which note the keys of changed rows.");
    }

    [Fact]
    public void Report_OfRequiredColumns_SaysThatNoAccountsCanBeCreated()
    {
        var name = new ExtraColumn("FirstName", "text", ExtraColumnType.Text, false, false, false);
        var photo = new ExtraColumn("Photo", "bytea", ExtraColumnType.Other, false, false, false);

        Limits([name]).ShouldContain("There is nothing that it cannot do.");
        Limits([name, photo]).ShouldContain("Create accounts  Photo: required, and not read here.");
        Limits([name with { Name = "PinHash" }]).ShouldContain("Create accounts  PinHash: required");
        Limits([name with { Name = "PinHash" }]).ShouldContain("Its name says that it is a secret");
        Limits([photo with { HasDefault = true }]).ShouldNotContain("Create accounts");
    }

    [Fact]
    public void Report_EachProblem_IsASentenceWithItsKeys()
    {
        foreach (var kind in Enum.GetValues<ExaminationProblemKind>())
        {
            var problem = new ExaminationProblem(kind, IdentityTableKind.Users, 1_234, ["k1", "k2"]);
            var lines = AttachReport.Of(_found with { Problems = [problem] }).ToList();
            var at = lines.IndexOf("    such as k1 k2");
            at.ShouldBeGreaterThan(0, $"{kind}");
            lines[at - 1].ShouldStartWith("  Accounts  1,234  ");
            lines[at - 1].ShouldEndWith(".");
        }
    }

    [Fact]
    public void Report_WhatCannotBeAttached_PromisesNothing() =>
        string.Join('\n', AttachReport.Of(_found with { Refusal = "No." })).ShouldNotContain("will add");

    private static string Limits(IReadOnlyList<ExtraColumn> extras) =>
        string.Join(
            '\n',
            AttachReport
                .Of(_found with { Shape = new(IdentityKey.Text, 3, _tables, extras) })
                .SkipWhile(line => !line.StartsWith("What it cannot", StringComparison.Ordinal))
        );
}
