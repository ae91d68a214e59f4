using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users.Commands;

public sealed class UpdateUserProfileTests
{
    [Fact]
    public async Task UpdateUserProfile_ByTwoPeopleInDifferentFields_KeepsBothChanges()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var seen = (await host.GetUserAsync(id)).Version;

        await host.AcceptAsync(new UpdateUserProfile(id, "ada", seen) { JobTitle = "Engineer" });
        await host.AcceptAsync(new UpdateUserProfile(id, "Ada Lovelace", seen) { Department = "Research" });

        var row = await host.GetUserAsync(id);
        (row.DisplayName, row.JobTitle, row.Department).ShouldBe(("Ada Lovelace", "Engineer", "Research"));
    }

    [Fact]
    public async Task UpdateUserProfile_ByTwoPeopleInOneField_TellsTheSecondAndAppliesNothingOfIt()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var seen = (await host.GetUserAsync(id)).Version;
        await host.AcceptAsync(new UpdateUserProfile(id, "ada", seen) { JobTitle = "Engineer" });
        var before = host.DumpWrite();

        var result = await host.SendAsync(
            new UpdateUserProfile(id, "Ada Lovelace", seen) { JobTitle = "Mathematician" }
        );

        var stale = result.Errors.ShouldHaveSingleItem().ShouldBeOfType<StaleEdit>();
        (stale.Field, stale.Current).ShouldBe(("JobTitle", "Engineer"));
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task Manager_IsAnotherAccountThatIsNotDeleted_AndStaysWhenItIsDeletedLater()
    {
        await using var host = await TestHost.StartAsync();
        var (boss, gone) = (await host.CreateUserAsync("boss"), await host.CreateUserAsync("gone"));
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new DeleteUser(gone));

        (string ManagerId, string Code)[] refused =
        [
            (id, "users.own-manager"),
            (gone, "users.manager-not-found"),
            (Guid.CreateVersion7().ToString(), "users.manager-not-found"),
        ];
        foreach (var (managerId, code) in refused)
        {
            var error = (
                await host.SendAsync(new UpdateUserProfile(id, "ada", long.MaxValue) { ManagerId = managerId })
            ).Errors.ShouldHaveSingleItem();
            (error.Code, error.Field).ShouldBe((code, "ManagerId"));
        }

        await host.AcceptAsync(new UpdateUserProfile(id, "ada", long.MaxValue) { ManagerId = boss });
        await host.AcceptAsync(new DeleteUser(boss));
        await host.AcceptAsync(
            new UpdateUserProfile(id, "ada", long.MaxValue) { ManagerId = boss, JobTitle = "Engineer" }
        );

        var row = await host.GetUserAsync(id);
        (row.ManagerId, row.JobTitle).ShouldBe((boss, "Engineer"));
        (
            await host.SendAsync(
                new CreateUser(Guid.CreateVersion7().ToString(), "new", "new@x.example", "New") { ManagerId = boss }
            )
        )
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("users.manager-not-found");
    }

    [Fact]
    public async Task UpdateUserProfile_ByTwoPeopleToTheSameValue_IsAcceptedWithoutASecondEvent()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var seen = (await host.GetUserAsync(id)).Version;
        var first = await host.AcceptAsync(new UpdateUserProfile(id, "Ada", seen));

        (await host.AcceptAsync(new UpdateUserProfile(id, "Ada", seen))).ShouldBe(first);
        host.Tail().ShouldBe(first);
    }

    [Fact]
    public async Task UpdateUserProfile_BackToWhatWasSeenAfterAnother_LeavesTheOthersChange()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var seen = (await host.GetUserAsync(id)).Version;
        await host.AcceptAsync(new UpdateUserProfile(id, "one", seen));
        await host.AcceptAsync(new UpdateUserProfile(id, "two", long.MaxValue));

        await host.AcceptAsync(new UpdateUserProfile(id, "ada", seen) { Department = "Sales" });

        var row = await host.GetUserAsync(id);
        (row.DisplayName, row.Department).ShouldBe(("two", "Sales"));
    }

    [Fact]
    public async Task UpdateUserProfile_EmptyingAField_IsRecordedInTheHistory()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        await host.AcceptAsync(new UpdateUserProfile(id, "ada", long.MaxValue) { JobTitle = "Engineer" });

        await host.AcceptAsync(new UpdateUserProfile(id, "ada", long.MaxValue) { JobTitle = "" });

        (await host.GetUserAsync(id)).JobTitle.ShouldBeNull();
        (await host.AskAsync(new GetUserHistory(id)))
            .Value!.Items[0]
            .Changes.ShouldHaveSingleItem()
            .ShouldBe(new("JobTitle", "Engineer", null));
    }

    [Fact]
    public async Task UpdateUserProfile_OfAnUnknownUser_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        (await host.SendAsync(new UpdateUserProfile(TestHost.NewId(), "Nobody", 0)))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("users.not-found");
    }
}
