using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users.Commands;

public sealed class ChangeUserEmailTests
{
    [Fact]
    public async Task ChangeUserEmail_OfAUser_IsSeenByTheNextQueryAndIsInTheHistory()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("ada");
        var seen = (await host.GetUserAsync(id)).Version;

        var result = await host.SendAsync(new ChangeUserEmail(id, "Ada@Example.ORG", seen), admin, reason: "T-1");

        result.IsAccepted.ShouldBeTrue();
        var row = await host.GetUserAsync(id);
        row.Email.ShouldBe("Ada@example.org");
        row.EmailConfirmed.ShouldBeFalse();
        row.Version.ShouldBe(result.Position);
        var entry = (await host.AskAsync(new GetUserHistory(id), admin)).Value!.Items[0];
        (entry.What, entry.ActorName, entry.Reason, entry.Position).ShouldBe(
            ("Email changed", "admin", "T-1", result.Position)
        );
        entry.Changes.ShouldHaveSingleItem().ShouldBe(new("Email", "ada@example.com", "Ada@example.org"));
    }

    [Theory]
    [InlineData("bob@example.com")]
    [InlineData("BOB@EXAMPLE.COM")]
    public async Task ChangeUserEmail_ToOneThatAnotherUserHas_IsRefusedAndChangesNothingAtAll(string taken)
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        await host.CreateUserAsync("bob");
        var before = host.DumpWrite();

        var result = await host.SendAsync(new ChangeUserEmail(admin.Id, taken, long.MaxValue), admin);

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(UserErrors.EmailTaken.Code);
        result.Errors[0].Field.ShouldBe("Email");
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task ChangeUserEmail_WhenSomebodyElseChangedIt_IsRefusedWithTheirValueAndName()
    {
        await using var host = await TestHost.StartAsync();
        var (first, second) = (
            await host.CreateAdministratorAsync("first"),
            await host.CreateAdministratorAsync("second")
        );
        var id = await host.CreateUserAsync("ada");
        var seen = (await host.GetUserAsync(id)).Version;
        var theirs = await host.SendAsync(new ChangeUserEmail(id, "theirs@example.com", seen), first);

        var result = await host.SendAsync(new ChangeUserEmail(id, "mine@example.com", seen), second);

        var stale = result.Errors.ShouldHaveSingleItem().ShouldBeOfType<StaleEdit>();
        (stale.Field, stale.Current, stale.ChangedBy, stale.Version).ShouldBe(
            ("Email", "theirs@example.com", "first", theirs.Position)
        );
        (await host.GetUserAsync(id)).Email.ShouldBe("theirs@example.com");
        (
            await host.SendAsync(new ChangeUserEmail(id, "mine@example.com", stale.Version), second)
        ).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task ChangeUserEmail_SentTwiceWithOneId_IsDoneOnce()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var commandId = Guid.CreateVersion7();
        var command = new ChangeUserEmail(id, "new@example.com", long.MaxValue);

        var first = await host.SendAsync(command, commandId: commandId);
        await host.SendAsync(new ChangeUserEmail(id, "newer@example.com", long.MaxValue));
        var again = await host.SendAsync(command, commandId: commandId);

        again.ShouldBe(first);
        (await host.GetUserAsync(id)).Email.ShouldBe("newer@example.com");
    }

    [Fact]
    public async Task ChangeUserEmail_WithAnIdUsedForAnotherCommand_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        var commandId = Guid.CreateVersion7();
        await host.SendAsync(new DisableUser(id), commandId: commandId);

        var result = await host.SendAsync(
            new ChangeUserEmail(id, "new@example.com", long.MaxValue),
            commandId: commandId
        );

        result.Errors.ShouldHaveSingleItem().ShouldBe(MessagingErrors.CommandIdReused);
    }

    [Fact]
    public async Task ChangeUserEmail_ByTwoAtOnceToOneAddress_IsAcceptedOnce()
    {
        await using var host = await TestHost.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await host.CreateUserAsync($"user{i}"));
        }

        var results = await Task.WhenAll(
            ids.Select(id =>
                Task.Run(() => host.SendAsync(new ChangeUserEmail(id, "wanted@example.com", long.MaxValue)))
            )
        );

        results.Count(result => result.IsAccepted).ShouldBe(1);
        results
            .Where(result => !result.IsAccepted)
            .ShouldEachBe(result => result.Errors[0].Code == UserErrors.EmailTaken.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-at-sign")]
    [InlineData("@example.com")]
    [InlineData("a@localhost")]
    [InlineData("a..b@example.com")]
    [InlineData("a b@example.com")]
    [InlineData("a@exa_mple.com")]
    [InlineData("a@-example.com")]
    [InlineData("a@192.168.0.1")]
    [InlineData("evil\u202Emoc.elpmaxe@example.com")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567@example.com")]
    public async Task ChangeUserEmail_ToNoAddress_IsRefusedBesideTheField(string email)
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");

        var result = await host.SendAsync(new ChangeUserEmail(id, email, long.MaxValue));

        var error = result.Errors.ShouldHaveSingleItem();
        (error.Code, error.Field).ShouldBe(("email.invalid", "Email"));
    }

    [Fact]
    public async Task ChangeUserEmail_ToTheOtherSpellingOfAnInternationalisedDomain_IsTheSameAddress()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        await host.AcceptAsync(new ChangeUserEmail(ada, "info@bücher.example", long.MaxValue));

        var result = await host.SendAsync(new ChangeUserEmail(bob, "info@xn--bcher-kva.example", long.MaxValue));

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(UserErrors.EmailTaken.Code);
    }
}
