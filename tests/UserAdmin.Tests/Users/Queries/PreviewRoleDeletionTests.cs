using UserAdmin.Tests.Roles;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Queries;

public sealed class PreviewRoleDeletionTests
{
    [Fact]
    public async Task PreviewRoleDeletion_WithAnotherRole_CountsThoseWhoHoldItAlready()
    {
        await using var host = await TestHost.StartAsync();
        var (role, other) = (await host.CreateRoleAsync("Help desk"), await host.CreateRoleAsync("Service point"));
        await host.CreateMemberAsync("ada", role);
        await host.CreateMemberAsync("bob", role, other);

        var preview = (await host.AskAsync(new PreviewRoleDeletion(role.Id, other.Id))).Value.ShouldNotBeNull();

        (preview.Members, preview.AlreadyHold, preview.BlockedCount, preview.Obstacle).ShouldBe((2, 1, 0, null));
        (await host.AskAsync(new PreviewRoleDeletion("gone", null))).Value.ShouldBeNull();
        (await host.AskAsync(new PreviewRoleDeletion(role.Id, "gone"))).Value!.Obstacle.ShouldNotBeNull();
    }
}
