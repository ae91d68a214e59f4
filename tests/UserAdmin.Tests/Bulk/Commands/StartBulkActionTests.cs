using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Bulk.Commands;

public sealed class StartBulkActionTests
{
    [Fact]
    public async Task StartBulkAction_WithoutThePermissionOfTheAction_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead, Permissions.UsersDisable);
        var before = host.DumpWrite();

        (await host.SendAsync(new StartBulkAction(TestHost.NewId(), BulkAction.Delete, [id]), helper))
            .Errors.Single()
            .ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersDelete));

        host.DumpWrite().ShouldBe(before);
        (
            await host.SendAsync(new StartBulkAction(TestHost.NewId(), BulkAction.Disable, [id]), helper)
        ).IsAccepted.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task StartBulkAction_WithNonsense_IsRefused(string code, Func<StartBulkAction, StartBulkAction> spoil)
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var result = await host.SendAsync(
            spoil(new StartBulkAction(TestHost.NewId(), BulkAction.Disable, [TestHost.NewId()]))
        );

        result.Errors.Select(error => error.Code).ShouldContain(code);
    }

    public static TheoryData<string, Func<StartBulkAction, StartBulkAction>> Nonsense =>
        new()
        {
            { "id.invalid", command => command with { BatchId = "1" } },
            { "bulk.users-invalid", command => command with { UserIds = [] } },
            {
                "bulk.users-invalid",
                command => command with { UserIds = [.. Enumerable.Range(0, 100_001).Select(number => $"{number}")] }
            },
            { "bulk.users-repeated", command => command with { UserIds = ["a", "b", "a"] } },
            { "id.missing", command => command with { UserIds = ["a", " "] } },
            { "id.missing", command => command with { UserIds = ["a\nb"] } },
            { "bulk.action-unknown", command => command with { Action = (BulkAction)99 } },
            { "bulk.role-missing", command => command with { Action = BulkAction.AssignRole } },
            { "bulk.role-missing", command => command with { RoleId = "role" } },
            { "bulk.lock-until-missing", command => command with { Action = BulkAction.Lock } },
            { "bulk.lock-until-missing", command => command with { LockUntil = DateTimeOffset.MaxValue } },
            {
                "moment.not-in-the-future",
                command => command with { Action = BulkAction.Lock, LockUntil = DateTimeOffset.UtcNow.AddMinutes(-1) }
            },
            { "roles.not-found", command => command with { Action = BulkAction.AssignRole, RoleId = "nothing" } },
        };

    [Fact]
    public async Task StartBulkAction_WithARoleThatAllowsMore_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead, Permissions.RolesAssign);
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, "Editors", null, [Permissions.UsersEdit]));

        (
            await host.SendAsync(
                new StartBulkAction(TestHost.NewId(), BulkAction.AssignRole, [id]) { RoleId = roleId },
                helper
            )
        )
            .Errors.Single()
            .ShouldBe(RoleErrors.GrantsMore);
    }

    [Fact]
    public async Task StartBulkAction_WithAnIdThatIsTaken_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var batchId = await host.StartBulkAsync(BulkAction.Disable, [id]);

        (await host.SendAsync(new StartBulkAction(batchId, BulkAction.Enable, [id])))
            .Errors.Single()
            .ShouldBe(BulkErrors.IdTaken);
    }

    [Fact]
    public async Task CancelBulkAction_OfAnother_NeedsThePermissionOfTheAction()
    {
        await using var host = await TestHost.StartAsync();
        var ids = await host.CreateUsersAsync(3);
        var helper = await host.CreateActorAsync("helper", Permissions.UsersRead, Permissions.UsersDisable);
        var reader = await host.CreateActorAsync("reader", Permissions.UsersRead);
        var colleague = await host.CreateActorAsync("colleague", Permissions.UsersRead, Permissions.UsersDisable);
        var batchId = await host.StartBulkAsync(BulkAction.Disable, ids, helper);

        (await host.SendAsync(new CancelBulkAction(batchId), reader))
            .Errors.Single()
            .ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersDisable));
        await host.AcceptAsync(new CancelBulkAction(batchId), colleague);
        await host.RunBulkAsync();

        var row = await host.GetBulkAsync(batchId);
        (row.Status, row.Done, row.CancelledBy).ShouldBe((BulkStatus.Cancelled, 0, "colleague"));
        (await host.SendAsync(new CancelBulkAction(batchId), helper)).Errors.Single().ShouldBe(BulkErrors.Over);
        (await host.SendAsync(new CancelBulkAction("nothing"), helper)).Errors.Single().ShouldBe(BulkErrors.NotFound);
        (await host.GetUserAsync(ids[0])).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
    }

    [Fact]
    public async Task RecordBulkProgress_FromAnybodyButTheProgram_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var admin = await host.CreateAdministratorAsync();
        var batchId = await host.StartBulkAsync(BulkAction.Disable, [TestHost.NewId()], admin);

        (await host.SendAsync(new RecordBulkProgress(batchId, 0, []), admin)).IsAccepted.ShouldBeFalse();
        (await host.SendAsync(new RecordBulkProgress(batchId, 1, []))).Errors.Single().ShouldBe(BulkErrors.OutOfStep);
    }
}
