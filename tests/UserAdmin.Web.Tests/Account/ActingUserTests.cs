using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Tests.Account;

public sealed class ActingUserTests : ConsoleContext
{
    private ActingUser Acting => Services.GetRequiredService<ActingUser>();

    [Fact]
    public async Task SendAsync_WhileTheSessionLives_NamesThePersonAndTheirAddress()
    {
        await Acting.SendAsync(new EnableUser("ada"), reason: "T-1");

        var context = Bus.Sent.ShouldHaveSingleItem().Context;
        (context.Actor, context.Reason, context.IpAddress).ShouldBe((Actor.User("grace"), "T-1", "192.0.2.7"));
    }

    [Fact]
    public async Task SendAsync_AfterTheSessionHasEndedElsewhere_IsAnonymous()
    {
        await Acting.SendAsync(new EnableUser("ada"));
        Sessions.HasEnded = true;

        await Acting.SendAsync(new EnableUser("ada"));

        Bus.Sent[^1].Context.Actor.ShouldBe(Actor.Anonymous);
    }

    [Fact]
    public async Task AskAsync_ManyTimesInTwoSeconds_LooksTheSessionUpOnce()
    {
        Bus.Answer<GetUser, UserRow>(_ => Task.FromResult(new Answer<UserRow>()));
        for (var i = 0; i < 5; i++)
        {
            await Acting.AskAsync(new GetUser("ada"));
        }

        Sessions.Looks.ShouldBe(1);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Acting.AskAsync(new GetUser("ada"));
        Sessions.Looks.ShouldBe(2);
    }
}
