using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Policies.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Policies.Commands;

public sealed class ChangePolicyTests
{
    [Fact]
    public async Task GetPolicy_WhileNobodyHasChangedIt_GivesTheStartValues()
    {
        await using var host = await TestHost.StartAsync();

        var row = (await host.AskAsync(new GetPolicy())).Value!;

        (row.Version, row.Policy).ShouldBe((0, new Policy()));
    }

    [Fact]
    public async Task ChangePolicy_Always_AppliesAtOnceAndIsInTheRow()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada", TestHost.Password);

        await host.AcceptAsync(new ChangePolicy(new Policy { MaxFailedSignIns = 3, RestoreDays = 5 }, 0));

        for (var i = 0; i < 3; i++)
        {
            await host.TrySignInAsync("ada@example.com", "wrong password 12");
        }

        (await host.GetUserAsync(id)).LockedUntil.ShouldNotBeNull();
        await host.AcceptAsync(new DeleteUser(id));
        var deleted = await host.GetUserAsync(id);
        (deleted.PurgeAt - deleted.DeletedAt)!.Value.TotalDays.ShouldBe(5, 0.01);
        (await host.AskAsync(new GetPolicy())).Value!.Policy.MaxFailedSignIns.ShouldBe(3);
    }

    [Fact]
    public async Task ChangePolicy_OfDifferentFieldsByTwo_KeepsBoth()
    {
        await using var host = await TestHost.StartAsync();
        await host.AcceptAsync(new ChangePolicy(new Policy { SessionHours = 8 }, 0));

        await host.AcceptAsync(new ChangePolicy(new Policy { RestoreDays = 60 }, 0));

        (await host.AskAsync(new GetPolicy())).Value!.Policy.ShouldBe(
            new Policy { SessionHours = 8, RestoreDays = 60 }
        );
    }

    [Fact]
    public async Task ChangePolicy_OfOneFieldByTwo_IsRefusedAsStale()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.AcceptAsync(new ChangePolicy(new Policy { SessionHours = 8 }, 0));
        var before = host.DumpWrite();

        var error = (await host.SendAsync(new ChangePolicy(new Policy { SessionHours = 9 }, 0)))
            .Errors.ShouldHaveSingleItem()
            .ShouldBeOfType<StaleEdit>();

        (error.Field, error.Current).ShouldBe((nameof(Policy.SessionHours), "8"));
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task ChangePolicy_OutOfRange_NamesEveryField()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var result = await host.SendAsync(
            new ChangePolicy(
                new Policy
                {
                    MinPasswordLength = 7,
                    MaxFailedSignIns = 2,
                    LockoutMinutes = 0,
                    SessionHours = 721,
                    RestoreDays = 0,
                    InvitationDays = 91,
                    LinkHours = 0,
                    TemporaryPasswordDays = 31,
                },
                0
            )
        );

        result
            .Errors.Select(error => error.Field)
            .ShouldBe([
                "MinPasswordLength",
                "MaxFailedSignIns",
                "LockoutMinutes",
                "SessionHours",
                "RestoreDays",
                "InvitationDays",
                "LinkHours",
                "TemporaryPasswordDays",
            ]);
    }
}
