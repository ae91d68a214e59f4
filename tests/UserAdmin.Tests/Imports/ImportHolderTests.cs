using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Imports;

/// <summary>
/// Accounts with permissions are changed only with explicit consent, and the acting user's own account never.
/// </summary>
public sealed class ImportHolderTests
{
    private const string People =
        "email,display name\nplain@example.com,Plain Person\nadmin@example.com,Taken Over\nboss@example.com,Big Boss\n";

    [Fact]
    public async Task Import_NeverChangesTheAccountOfWhoeverRunsIt()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        await host.CreateUserAsync("plain");
        var importId = await host.PreviewAsync(
            "user name,email,display name\nadmin,stranger@example.com,admin\nplain,plain@example.com,Plain Person\n",
            options => options with { MatchOn = ImportField.UserName },
            admin
        );

        var preview = await host.ListRowsAsync(importId);
        await host.RunAsync(importId, admin);

        preview[0].Errors.ShouldBe([ImportErrors.OwnAccount]);
        preview[0].Reason.ShouldNotBeNull().ShouldContain("your own account");
        var own = await host.GetUserAsync(admin.Id);
        (own.Email, own.DisplayName).ShouldBe(("admin@example.com", "admin"));
        (await host.GetImportAsync(importId)).Done.ShouldBe(new ImportCounts(0, 1, 0, 1));
    }

    [Fact]
    public async Task Import_StartedBySomebodyElse_DoesNotChangeTheirAccountEither()
    {
        await using var host = await TestHost.StartAsync();
        var (admin, boss) = (await host.CreateAdministratorAsync(), await host.CreateAdministratorAsync("boss"));
        await host.CreateUserAsync("plain");
        var importId = await host.PreviewAsync(People, actor: admin);

        (await host.SendAsync(new StartImport(importId, ChangesHolders: true), boss)).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();

        (await host.GetImportAsync(importId)).Status.ShouldBe(ImportStatus.Finished);
        (await host.GetUserAsync(boss.Id)).DisplayName.ShouldBe("boss");
        (await host.GetUserAsync(admin.Id)).DisplayName.ShouldBe("admin");
    }

    [Fact]
    public async Task Rows_ThatChangeAccountsWithPermissions_ComeFirstAndNeedATickOfTheirOwn()
    {
        await using var host = await TestHost.StartAsync();
        var actor = await host.CreateAdministratorAsync("actor");
        var (boss, admin) = (
            await host.CreateAdministratorAsync("boss"),
            await host.CreateActorAsync("admin", Permissions.UsersRead)
        );
        await host.CreateUserAsync("plain");
        var importId = await host.PreviewAsync(People, actor: actor);

        (await host.ListRowsAsync(importId))
            .Select(row => (row.Row, row.ChangesHolder))
            .ShouldBe([(3, true), (4, true), (2, false)]);
        var holders = (
            await host.AskAsync(new ListImportRows(importId, ImportVerdict.Update, HoldersOnly: true))
        ).Value!;
        (holders.Total, holders.Items[1].Name).ShouldBe((2, "Big Boss"));
        (await host.SendAsync(new StartImport(importId), actor)).Errors.ShouldBe([ImportErrors.HoldersUnconfirmed(2)]);
        (await host.GetImportAsync(importId)).Status.ShouldBe(ImportStatus.Previewed);

        (await host.SendAsync(new StartImport(importId, ChangesHolders: true), actor)).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        await host.CatchUpAsync();
        (await host.GetUserAsync(boss.Id)).DisplayName.ShouldBe("Big Boss");
        (await host.GetUserAsync(admin.Id)).DisplayName.ShouldBe("Taken Over");
    }

    [Fact]
    public async Task AnAccountThatGetsPermissionsAfterThePreview_IsLeftAlone()
    {
        await using var host = await TestHost.StartAsync();
        var plain = await host.CreateUserAsync("plain");
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, "Helpers", null, [Permissions.UsersRead]));
        var importId = await host.PreviewAsync("email,display name\nplain@example.com,Plain Person\n");
        await host.AcceptAsync(new AssignRole(plain, roleId));

        await host.RunAsync(importId);

        (await host.GetUserAsync(plain)).DisplayName.ShouldBe("plain");
        (await host.ListRowsAsync(importId))
            .ShouldHaveSingleItem()
            .Reason.ShouldBe(ImportErrors.HolderMeanwhile.Message);
    }
}
