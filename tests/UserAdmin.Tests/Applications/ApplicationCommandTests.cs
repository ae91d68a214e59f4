using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Applications;

public sealed class ApplicationCommandTests
{
    [Fact]
    public async Task CreateApplication_ByAPerson_BelongsToThem()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateActorAsync("ada", Permissions.ApplicationsManage, Permissions.UsersRead);
        var id = TestHost.NewId();

        await host.AcceptAsync(
            new CreateApplication(id, " HR  sync ", "Brings people", [Permissions.UsersRead])
            {
                AllowedAddresses = ["10.1.2.3/8", "203.0.113.7", "2001:DB8::1/32"],
                ExpiresAt = new DateTimeOffset(2126, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            },
            ada
        );

        var row = await host.GetApplicationAsync(id);
        (row.Name, row.Description, row.OwnerId, row.OwnerName, row.State, row.RequestsPerMinute).ShouldBe(
            ("HR sync", "Brings people", ada.Id, "ada", ApplicationState.Active, 3_000)
        );
        row.PermissionNames.ShouldBe([Permissions.UsersRead]);
        row.AllowedAddresses.ShouldBe(["10.0.0.0/8", "203.0.113.7", "2001:db8::/32"]);
        row.ExpiresAt.ShouldBe(new DateTimeOffset(2126, 1, 2, 2, 4, 5, TimeSpan.Zero));
        (await host.AskAsync(new ListApplications("SYNC people"))).Value!.Items.ShouldHaveSingleItem();
        (await host.AskAsync(new ListApplications("other"))).Value!.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task CreateApplication_WithMoreThanTheSenderHolds_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateActorAsync("ada", Permissions.ApplicationsManage);

        var result = await host.SendAsync(
            new CreateApplication(TestHost.NewId(), "Sync", null, [Permissions.UsersDelete]),
            ada
        );

        result.Errors.Single().Code.ShouldBe(ApplicationErrors.GrantsMore.Code);
    }

    [Fact]
    public async Task CreateApplication_WithATakenName_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateApplicationAsync("Sync");

        (await host.SendAsync(new CreateApplication(TestHost.NewId(), "SYNC", null, []))).Errors.ShouldBe([
            ApplicationErrors.NameTaken,
        ]);
    }

    [Theory]
    [InlineData("10.0.0")]
    [InlineData("1")]
    [InlineData("10.0.0.0/33")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1%1")]
    [InlineData("010.0.0.1")]
    [InlineData("example.com")]
    [InlineData("")]
    public async Task CreateApplication_WithAnAddressThatIsNone_IsRefused(string address)
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var result = await host.SendAsync(
            new CreateApplication(TestHost.NewId(), "Sync", null, []) { AllowedAddresses = [address] }
        );

        result.Errors.Single().Code.ShouldBe("applications.address-invalid");
    }

    [Fact]
    public async Task EveryChange_OfAnApplicationThatMayDoMore_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var strong = (await host.CreateApplicationAsync("Strong", Permissions.UsersDelete)).ApplicationId!;
        var old = await host.AddKeyAsync(strong);
        var ada = await host.CreateActorAsync("ada", Permissions.ApplicationsManage);
        var row = await host.GetApplicationAsync(strong);
        var key = NewApplicationKey.Create();

        foreach (
            ICommand command in new ICommand[]
            {
                row.ToUpdate() with
                {
                    Name = "Mine",
                },
                new ChangeApplicationPermissions(strong, [], row.Version),
                new AddApplicationKey(strong, key.KeyId, key.Key, "Mine"),
                new RevokeApplicationKey(strong, old.KeyId),
                new DisableApplication(strong),
                new EnableApplication(strong),
                new DeleteApplication(strong),
            }
        )
        {
            (await host.SendAsync(command, ada)).Errors.ShouldBe(
                [ApplicationErrors.GrantsMore],
                command.GetType().Name
            );
        }
    }

    [Fact]
    public async Task UpdateApplication_OfDifferentFields_KeepsBoth_OfTheSame_SaysWhose()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var seen = await host.GetApplicationAsync(id);
        var bob = await host.CreateAdministratorAsync("bob");

        await host.AcceptAsync(seen.ToUpdate() with { Description = "By Bob", RequestsPerMinute = 10 }, bob);
        await host.AcceptAsync(seen.ToUpdate() with { Name = "Sync 2" });
        var conflict = await host.SendAsync(seen.ToUpdate() with { Description = "Mine" });

        var row = await host.GetApplicationAsync(id);
        (row.Name, row.Description, row.RequestsPerMinute).ShouldBe(("Sync 2", "By Bob", 10));
        var stale = conflict.Errors.Single().ShouldBeOfType<StaleEdit>();
        (stale.Field, stale.Current, stale.ChangedBy).ShouldBe(("Description", "By Bob", "bob"));
    }

    [Fact]
    public async Task ChangeApplicationPermissions_MergesEachPermission()
    {
        await using var host = await TestHost.StartAsync();
        var id = (
            await host.CreateApplicationAsync("Sync", Permissions.UsersRead, Permissions.RolesRead)
        ).ApplicationId!;
        var seen = await host.GetApplicationAsync(id);

        await host.AcceptAsync(
            new ChangeApplicationPermissions(
                id,
                [Permissions.UsersRead, Permissions.RolesRead, Permissions.AuditRead],
                seen.Version
            )
        );
        await host.AcceptAsync(new ChangeApplicationPermissions(id, [Permissions.RolesRead], seen.Version));

        (await host.GetApplicationAsync(id)).PermissionNames.ShouldBe([Permissions.AuditRead, Permissions.RolesRead]);
    }

    [Fact]
    public async Task UpdateApplication_WithAnOwnerWhoIsNone_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var gone = await host.CreateUserAsync("gone");
        await host.AcceptAsync(new DeleteUser(gone));
        var row = await host.GetApplicationAsync(id);

        foreach (var owner in new[] { TestHost.NewId(), gone })
        {
            (await host.SendAsync(row.ToUpdate() with { OwnerId = owner })).Errors.ShouldBe([
                ApplicationErrors.OwnerNotFound,
            ]);
        }
    }

    [Fact]
    public async Task Purge_OfTheOwner_LeavesTheApplication()
    {
        await using var host = await TestHost.StartAsync();
        var owner = await host.CreateUserAsync("owner");
        var id = TestHost.NewId();
        await host.AcceptAsync(new CreateApplication(id, "Sync", null, []) { OwnerId = owner });

        await host.AcceptAsync(new DeleteUser(owner));
        await host.AcceptAsync(new PurgeUser(owner, "owner"));

        var row = await host.GetApplicationAsync(id);
        (row.OwnerId, row.OwnerName).ShouldBe((null, ""));
        await host.AcceptAsync(row.ToUpdate() with { Description = "Still here" });
    }

    [Fact]
    public async Task AddApplicationKey_AnEleventhThatWorks_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var first = await host.AddKeyAsync(id);
        for (var i = 1; i < ApplicationErrors.MostKeys; i++)
        {
            await host.AddKeyAsync(id);
        }

        var key = NewApplicationKey.Create();
        var eleventh = new AddApplicationKey(id, key.KeyId, key.Key, "Eleventh");
        (await host.SendAsync(eleventh)).Errors.ShouldBe([ApplicationErrors.TooManyKeys]);
        await host.AcceptAsync(new RevokeApplicationKey(id, first.KeyId));
        await host.AcceptAsync(eleventh);

        var row = await host.GetApplicationAsync(id);
        (row.Keys.Count, row.LiveKeys).ShouldBe((11, 10));
        (row.Keys.Single(one => !one.IsLive).KeyId, row.Keys[0].CreatedBy).ShouldBe((first.KeyId, "System"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("ua_abcdefghijkl_short")]
    [InlineData("ua_ABCDEFGHIJKL_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ua_bbcdefghijkl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task AddApplicationKey_InAnotherShape_IsRefused(string key)
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;

        (await host.SendAsync(new AddApplicationKey(id, "abcdefghijkl", key, "Key")))
            .Errors.Single()
            .Code.ShouldBe("applications.key-invalid");
        new AddApplicationKey(id, "abcdefghijkl", "ua_secret", "Key").ToString().ShouldNotContain("secret");
        NewApplicationKey.Create().ToString().Length.ShouldBeLessThan(60);
    }
}
