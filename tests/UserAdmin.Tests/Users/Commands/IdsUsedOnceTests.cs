using UserAdmin.Applications.Commands;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Imports;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views.Commands;

namespace UserAdmin.Tests.Users.Commands;

/// <summary>Ids are never reused, so that the history of one thing never becomes that of another.</summary>
public sealed class IdsUsedOnceTests
{
    [Fact]
    public async Task Create_WithTheIdOfSomethingRemoved_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var (user, role, view) = (await PurgeAsync(host), TestHost.NewId(), TestHost.NewId());
        await host.AcceptAsync(new CreateRole(role, "Readers", null, []));
        await host.AcceptAsync(new DeleteRole(role, null));
        await host.AcceptAsync(
            new CreateView(view, "Mine", "", UserFields.DisplayName.Sort, false, ["name"], false),
            admin
        );
        await host.AcceptAsync(new DeleteView(view), admin);
        var before = host.DumpWrite();

        foreach (var id in (string[])[user, role, view])
        {
            (await host.SendAsync(new CreateUser(id, "eve", "eve@example.com", "Eve"))).Errors.ShouldBe([
                MessagingErrors.IdUsed,
            ]);
            (await host.SendAsync(new CreateRole(id, "Writers", null, []))).Errors.ShouldBe([MessagingErrors.IdUsed]);
            (await host.SendAsync(new CreateApplication(id, "Sync", null, []))).Errors.ShouldBe([
                MessagingErrors.IdUsed,
            ]);
            (await host.SendAsync(new StartBulkAction(id, BulkAction.Disable, [user]), admin)).Errors.ShouldBe([
                MessagingErrors.IdUsed,
            ]);
        }

        (
            await host.SendAsync(
                new CreateView(user, "Other", "", UserFields.DisplayName.Sort, false, ["name"], false),
                admin
            )
        ).Errors.ShouldBe([MessagingErrors.IdUsed]);
        (
            await host.SendAsync(
                new CommandSet([
                    new CreateRole(TestHost.NewId(), "Writers", null, []),
                    new CreateUser(user, "eve", "eve@example.com", "Eve"),
                ])
            )
        ).IsAccepted.ShouldBeFalse();
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task Import_WithTheIdOfAPurgedUser_RefusesTheRow()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var (gone, fresh) = (await PurgeAsync(host), TestHost.NewId());

        var importId = await host.PreviewAsync(
            $"id,user name,email,display name\n{gone},eve,eve@example.com,Eve\n{fresh},finn,finn@example.com,Finn\n",
            options => options with { MatchOn = ImportField.Id },
            admin
        );
        (await host.GetImportAsync(importId)).Promised.ShouldBe(new ImportCounts(1, 0, 0, 1));
        await host.RunAsync(importId, admin);

        (await host.AskAsync(new GetUser(gone))).Value.ShouldBeNull();
        (await host.GetUserAsync(fresh)).UserName.ShouldBe("finn");
        (await host.AskAsync(new ListImportReasons(importId))).Value!.Single().Code.ShouldBe("users.id-taken");
    }

    private static async Task<string> PurgeAsync(TestHost host)
    {
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new DeleteUser(id));
        await host.AcceptAsync(new PurgeUser(id, "ada"));
        return id;
    }
}
