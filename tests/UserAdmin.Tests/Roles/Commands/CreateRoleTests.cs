using UserAdmin.Roles.Commands;

namespace UserAdmin.Tests.Roles.Commands;

public sealed class CreateRoleTests
{
    [Fact]
    public async Task CreateRole_WithATakenName_IsRefusedBesideTheField()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var error = (
            await host.SendAsync(new CreateRole(TestHost.NewId(), "ADMINISTRATOR", null, []))
        ).Errors.ShouldHaveSingleItem();

        (error.Code, error.Field).ShouldBe(("roles.name-taken", "Name"));
    }

    [Fact]
    public async Task CreateRole_WithAnUnknownPermissionOrNoName_IsRefused()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var errors = (await host.SendAsync(new CreateRole(TestHost.NewId(), " ", null, ["users.everything"]))).Errors;

        errors.Select(error => error.Field).ShouldBe(["Name", "RolePermissions"], ignoreOrder: true);
    }
}
