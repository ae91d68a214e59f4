using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users.Commands;

/// <summary>If a value is taken, the error names who has it and what to do.</summary>
public sealed class TakenValuesTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private string _ada = "";
    private string _bob = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        (_ada, _bob) = (await _host.CreateUserAsync("ada"), await _host.CreateUserAsync("bob"));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task ChangeUserEmail_ToThatOfADeletedUser_NamesAndLinksThem()
    {
        await _host.AcceptAsync(new DeleteUser(_ada));

        var refusal = await RefusalAsync(new ChangeUserEmail(_bob, "ADA@example.com", long.MaxValue));

        refusal.ShouldBe(
            new ValueTaken(
                "users.email-taken",
                "ada has this email and is deleted. Restore that account or remove it for good first, or "
                    + "choose another email.",
                "Email",
                _ada,
                "ada"
            )
        );
    }

    [Fact]
    public async Task ChangeUserName_ToThatOfAnotherUser_NamesThem() =>
        (await RefusalAsync(new ChangeUserName(_bob, "ADA", long.MaxValue))).Message.ShouldBe(
            "ada already has this user name. Choose another user name, or change that user first."
        );

    [Fact]
    public async Task CreateUser_WithTheAddressOfAnApplicationsOwnAccount_NamesItAsOne()
    {
        await using (var context = await _host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync())
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "AspNetUsers" (
                    "Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed",
                    "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount"
                ) VALUES (
                    'stock', 'grace', 'GRACE', 'grace@example.com', 'GRACE@EXAMPLE.COM', FALSE, FALSE, FALSE, TRUE, 0
                )
                """
            );
        }

        var refusal = (ValueTaken)
            await RefusalAsync(new CreateUser(TestHost.NewId(), "other", "grace@example.com", "Other"));

        refusal.Message.ShouldBe(
            "The account “grace”, which another application made, has this email, and it can be changed "
                + "only there. Choose another email."
        );
        refusal.OwnerId.ShouldBeNull();
    }

    [Fact]
    public async Task ChangeUserEmail_BySomebodyWhoMayNotReadUsers_NamesNobody()
    {
        var editor = await _host.CreateActorAsync("editor", Permissions.UsersEdit);

        (await RefusalAsync(new ChangeUserEmail(_bob, "ada@example.com", long.MaxValue), editor)).ShouldBe(
            UserErrors.EmailTaken
        );
    }

    private async Task<Error> RefusalAsync(ICommand command, Actor? actor = null) =>
        (await _host.SendAsync(command, actor)).Errors.ShouldHaveSingleItem();
}
