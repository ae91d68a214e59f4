using System.Collections.Concurrent;
using System.Diagnostics;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Pipeline;

/// <summary>What is measured, and what must not be in it.</summary>
public sealed class InstrumentTests
{
    private const string Marker = "marker7391";

    [Fact]
    public async Task Commands_AcceptedAndRefused_AreCountedWithOutcomeAndCode()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        using var watch = new MeterWatch(host);

        await host.CreateUserAsync("bob");
        var refused = await host.SendAsync(new CreateUser(TestHost.NewId(), "cat", "ada@example.com", "Cat"));

        watch
            .Of("useradmin.command.duration")
            .Select(seen => (seen.Tags["useradmin.command.name"], seen.Tags["useradmin.outcome"]))
            .ShouldBe([("CreateUser", "accepted"), ("CreateUser", "refused")]);
        var refusal = watch.Of("useradmin.command.refusals").ShouldHaveSingleItem();
        refusal.Tags["useradmin.command.name"].ShouldBe("CreateUser");
        refusal.Tags["error.type"].ShouldBe(refused.Errors[0].Code);
        watch
            .Of("aspnetcore.identity.user.create.duration")
            .Select(seen => seen.Tags["aspnetcore.identity.result"])
            .ShouldBe(["success", "failure"]);
        watch.Of("useradmin.commit.commands").Select(seen => seen.Value).ShouldBe([1]);
        watch.Of("useradmin.write_gate.wait.duration").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Command_ThatFails_IsCountedWithTheTypeOfTheException()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        using var watch = new MeterWatch(host);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            host.Get<ICommandBus>()
                .SendAsync(
                    new EnsureAdministratorRole(TestHost.NewId()),
                    new CommandContext(Actor.System, Guid.CreateVersion7()),
                    cancelled.Token
                )
        );

        var failed = watch.Of("useradmin.command.duration").ShouldHaveSingleItem();
        failed.Tags["useradmin.outcome"].ShouldBe("failed");
        failed.Tags["error.type"].ShouldBeOfType<string>().ShouldContain("Canceled");
        watch.Of("useradmin.command.refusals").ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIns_RightAndWrong_AreCountedAsIdentityCountsThem()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada", TestHost.Password);
        using var watch = new MeterWatch(host);

        await host.SignInAsync("ada@example.com");
        await host.TrySignInAsync("ada@example.com", "wrong");
        await host.TrySignInAsync("nobody@example.com");

        watch
            .Of("aspnetcore.identity.user.check_password_attempts")
            .Select(seen => seen.Tags["aspnetcore.identity.password_check_result"])
            .ShouldBe(["success", "failure", "password_missing"]);
        watch.Of("aspnetcore.identity.sign_in.sign_ins").ShouldHaveSingleItem();
        watch
            .Of("useradmin.refused_attempts")
            .ShouldHaveSingleItem()
            .Tags["useradmin.refused_attempt.kind"]
            .ShouldBe("unknown_account");
        watch
            .Of("useradmin.password_hash.duration")
            .Count(seen => (string?)seen.Tags["useradmin.password_hash.operation"] == "compare")
            .ShouldBe(3);
    }

    [Fact]
    public async Task Gauges_OfLogAndReadModel_TellWhatTheMonitorTells()
    {
        await using var host = await TestHost.StartAsync();
        UserAdminTelemetry.Observe(host.Get<IServiceProvider>());
        using var watch = new MeterWatch(host);

        await host.GetUserAsync(await host.CreateUserAsync("ada"));

        watch.Observed("useradmin.log.position").ShouldBe(host.Tail());
        watch.Observed("useradmin.read_model.position").ShouldBe(host.Tail());
        watch.Observed("useradmin.read_model.lag").ShouldBe(0);
        watch.Of("useradmin.projection.events").Sum(seen => seen.Value).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Measurements_OfMessagesWithAMarker_DoNotContainIt()
    {
        await using var host = await TestHost.StartAsync();
        UserAdminTelemetry.Observe(host.Get<IServiceProvider>());
        using var watch = new MeterWatch(host);
        var spans = new ConcurrentQueue<Activity>();
        using var parent = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == UserAdminTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == parent.TraceId)
                {
                    spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var id = TestHost.NewId();

        await host.AcceptAsync(new CreateUser(id, Marker, $"{Marker}@example.com", Marker));
        await host.SendAsync(new CreateUser(TestHost.NewId(), Marker, $"{Marker}@example.com", Marker));
        await host.SendAsync(new ChangeUserEmail(Marker, $"{Marker}2@example.com", 1));
        await host.SendAsync(new DisableUser(Marker), reason: Marker);
        await host.SendAsync(new DisableUser(id), Actor.User(Marker));
        await host.TrySignInAsync($"{Marker}@example.com", Marker);
        await host.AskAsync(new ListUsers { Search = Marker });
        await host.AskAsync(new ListUsers { Search = $"nonsense:{Marker}" });
        watch.Observed("useradmin.log.position");

        watch.All.Count.ShouldBeGreaterThan(20);
        watch
            .All.SelectMany(seen => seen.Tags)
            .Select(tag => $"{tag.Key}={tag.Value}")
            .Where(tag => tag.Contains(Marker, StringComparison.Ordinal) || tag.Contains(id, StringComparison.Ordinal))
            .ShouldBeEmpty();
        spans.Count.ShouldBeGreaterThanOrEqualTo(8);
        spans
            .SelectMany(span =>
                span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName).Append(span.StatusDescription)
            )
            .Where(text => text?.Contains(Marker, StringComparison.Ordinal) is true)
            .ShouldBeEmpty();
    }
}
