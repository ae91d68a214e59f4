using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users.Commands;

/// <summary>The id of an account in another system: unique and case-sensitive.</summary>
public sealed class ExternalIdTests
{
    [Fact]
    public async Task CreateUser_WithAnExternalId_ShowsItInRowAndHistory()
    {
        await using var host = await TestHost.StartAsync();
        var id = TestHost.NewId();

        await host.AcceptAsync(Create(id, "ada", " HR-0042 "));

        (await host.GetUserAsync(id)).ExternalId.ShouldBe("HR-0042");
        (await host.AskAsync(new GetUserHistory(id)))
            .Value!.Items.ShouldHaveSingleItem()
            .Changes.ShouldContain(new FieldChange("ExternalId", null, "HR-0042"));
    }

    [Fact]
    public async Task CreateUser_WithATakenExternalId_IsRefusedAndChangesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.AcceptAsync(Create(TestHost.NewId(), "ada", "HR-0042"));
        var before = host.DumpWrite();

        (await host.SendAsync(Create(TestHost.NewId(), "bob", "HR-0042")))
            .Errors.Select(error => error.Code)
            .ShouldBe([UserErrors.ExternalIdTaken.Code]);

        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task CreateUser_WithAnExternalIdThatDiffersInCase_IsAccepted()
    {
        await using var host = await TestHost.StartAsync();
        await host.AcceptAsync(Create(TestHost.NewId(), "ada", "HR-0042"));

        await host.AcceptAsync(Create(TestHost.NewId(), "bob", "hr-0042"));
    }

    [Fact]
    public async Task CreateUser_WithAnExternalIdTooLong_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        (await host.SendAsync(Create(TestHost.NewId(), "ada", new string('x', 256))))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("ExternalId");
    }

    [Fact]
    public async Task UpdateUserProfile_ToATakenExternalId_IsRefusedUntilTheOtherGivesItUp()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (TestHost.NewId(), TestHost.NewId());
        await host.AcceptAsync(Create(ada, "ada", "HR-0042"));
        await host.AcceptAsync(Create(bob, "bob", null));
        var seen = (await host.GetUserAsync(bob)).Version;

        (await host.SendAsync(Update(bob, "HR-0042", seen)))
            .Errors.Select(error => error.Code)
            .ShouldBe([UserErrors.ExternalIdTaken.Code]);
        await host.AcceptAsync(Update(ada, null, (await host.GetUserAsync(ada)).Version));
        await host.AcceptAsync(Update(bob, "HR-0042", seen));

        (await host.GetUserAsync(ada)).ExternalId.ShouldBeNull();
        (await host.GetUserAsync(bob)).ExternalId.ShouldBe("HR-0042");
    }

    [Fact]
    public void UserCreated_FromBeforeThereWereExternalIds_HasNone()
    {
        var record = new EventRecord
        {
            Type = nameof(UserCreated),
            SubjectId = "1",
            Payload =
                """{"UserId":"1","UserName":"ada","Email":"ada@example.com","DisplayName":"Ada","HasPassword":true}""",
        };

        EventCodec.Decode(record).ShouldBeOfType<UserCreated>().ExternalId.ShouldBeNull();
    }

    private static CreateUser Create(string id, string name, string? externalId) =>
        new(id, name, $"{name}@example.com", name) { ExternalId = externalId };

    private static UpdateUserProfile Update(string id, string? externalId, long seen) =>
        new(id, "changed", seen) { ExternalId = externalId };
}
