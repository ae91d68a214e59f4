using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Applications;

public sealed class ApplicationKeysTests
{
    [Fact]
    public async Task Find_OfAKeyThatWorks_NamesTheApplication()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var key = await host.AddKeyAsync(id);

        var answer = await host.FindKeyAsync(key.Key);

        answer.ShouldBe(
            new ApplicationKeyAnswer(
                ApplicationKeyVerdict.Accepted,
                new ApplicationCaller(id, "Sync", key.KeyId, 3_000)
            )
        );
        await using var context = await host.Get<IDbContextFactory<WriteContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        var stored = await context.ApplicationKeys.SingleAsync(TestContext.Current.CancellationToken);
        stored.Hash.ShouldBe(NewApplicationKey.HashOf(key.Key));
    }

    [Fact]
    public async Task Find_OfAnythingElse_GivesTheSameAnswer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await TestHost.StartAsync(configure: services =>
            services.AddSingleton<TimeProvider>(time)
        );
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var (key, other) = (await host.AddKeyAsync(id), NewApplicationKey.Create());
        var expired = await host.AddKeyAsync(id, time.GetUtcNow().AddHours(1));
        (await host.FindKeyAsync(expired.Key)).Verdict.ShouldBe(ApplicationKeyVerdict.Accepted);
        time.Advance(TimeSpan.FromHours(1));

        string[] wrong =
        [
            "",
            "x",
            other.Key,
            expired.Key,
            // The id of one key with the secret of another.
            $"ua_{key.KeyId}{other.Key[15..]}",
            key.Key + "A",
            key.Key.ToUpperInvariant(),
        ];

        foreach (var text in wrong)
        {
            (await host.FindKeyAsync(text)).ShouldBe(new ApplicationKeyAnswer(ApplicationKeyVerdict.Unknown), text);
        }
    }

    [Fact]
    public async Task Find_AfterTheKeyOrTheApplicationIsClosed_IsRefusedAtOnce()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var (one, two) = (await host.AddKeyAsync(id), await host.AddKeyAsync(id));
        await ShouldBeAsync(one, ApplicationKeyVerdict.Accepted);

        await host.AcceptAsync(new RevokeApplicationKey(id, one.KeyId));
        await ShouldBeAsync(one, ApplicationKeyVerdict.Unknown);
        await ShouldBeAsync(two, ApplicationKeyVerdict.Accepted);
        await host.AcceptAsync(new DisableApplication(id));
        await ShouldBeAsync(two, ApplicationKeyVerdict.Unknown);
        await host.AcceptAsync(new EnableApplication(id));
        await ShouldBeAsync(two, ApplicationKeyVerdict.Accepted);
        var row = await host.GetApplicationAsync(id);
        var yesterday = host.Get<TimeProvider>().GetUtcNow().AddDays(-1);
        await host.AcceptAsync(row.ToUpdate() with { ExpiresAt = yesterday });
        await ShouldBeAsync(two, ApplicationKeyVerdict.Unknown);
        row = await host.GetApplicationAsync(id);
        row.State.ShouldBe(ApplicationState.Expired);
        await host.AcceptAsync(row.ToUpdate() with { ExpiresAt = null });
        await ShouldBeAsync(two, ApplicationKeyVerdict.Accepted);
        await host.AcceptAsync(new DeleteApplication(id));
        await ShouldBeAsync(two, ApplicationKeyVerdict.Unknown);

        async Task ShouldBeAsync(NewApplicationKey key, ApplicationKeyVerdict verdict) =>
            (await host.FindKeyAsync(key.Key)).Verdict.ShouldBe(verdict);
    }

    [Theory]
    [InlineData("10.9.8.7", true)]
    [InlineData("::ffff:10.9.8.7", true)]
    [InlineData("2001:db8::7", true)]
    [InlineData("203.0.113.7", true)]
    [InlineData("203.0.113.8", false)]
    [InlineData("2001:db9::7", false)]
    [InlineData(null, false)]
    public async Task Find_FromAnAddress_IsAcceptedIfAllowed(string? address, bool isAllowed)
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = TestHost.NewId();
        await host.AcceptAsync(
            new CreateApplication(id, "Sync", null, [])
            {
                AllowedAddresses = ["10.0.0.0/8", "203.0.113.7", "2001:db8::/32"],
            }
        );
        var key = await host.AddKeyAsync(id);

        var answer = await host.FindKeyAsync(key.Key, address);

        answer.Verdict.ShouldBe(isAllowed ? ApplicationKeyVerdict.Accepted : ApplicationKeyVerdict.AddressNotAllowed);
    }

    [Fact]
    public async Task LastUse_AfterTheRunner_IsShown_WithoutAnEvent()
    {
        await using var host = await TestHost.StartAsync();
        var id = (await host.CreateApplicationAsync("Sync")).ApplicationId!;
        var key = await host.AddKeyAsync(id);
        await host.AddKeyAsync(id);
        (await host.GetApplicationAsync(id)).LastUsedAt.ShouldBeNull();
        var tail = host.Tail();

        await host.FindKeyAsync(key.Key);
        await host.Get<ApplicationKeyUsesRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

        var row = await host.GetApplicationAsync(id);
        row.LastUsedAt.ShouldNotBeNull();
        row.Keys.Where(one => one.LastUsedAt is not null).Select(one => one.KeyId).ShouldBe([key.KeyId]);
        host.Tail().ShouldBe(tail);
    }
}
