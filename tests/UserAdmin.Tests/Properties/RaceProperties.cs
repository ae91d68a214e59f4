using CsCheck;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Properties;

/// <summary>Many senders ask for the same email or user name at once: exactly one gets it.</summary>
public sealed class RaceProperties
{
    // Inside a property, skipping would count as failing.
    public RaceProperties() => TestProvider.SkipIfMissing();

    [Fact]
    public Task Creators_RacingForOneEmail_OneIsAccepted() =>
        RaceAsync(
            (racer, spelling) =>
                new CreateUser(
                    TestHost.NewId(),
                    $"racer{racer}",
                    spelling ? "WANTED@example.com" : "wanted@Example.com",
                    "Racer"
                ),
            UserErrors.EmailTaken
        );

    [Fact]
    public Task Creators_RacingForOneUserName_OneIsAccepted() =>
        RaceAsync(
            (racer, spelling) =>
                new CreateUser(TestHost.NewId(), spelling ? "WANTED" : "wanted", $"racer{racer}@example.com", "Racer"),
            UserErrors.UserNameTaken
        );

    [Fact]
    public async Task Editors_RacingForOneEmail_OneIsAccepted()
    {
        await using var world = await World.StartAsync(follow: false);
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await world.Host.CreateUserAsync($"racer{i}"));
        }

        var seen = world.Host.Tail();
        var results = await Task.WhenAll(
            ids.Select(
                (id, i) =>
                    Task.Run(() =>
                        world.Host.SendAsync(
                            new ChangeUserEmail(id, i % 2 == 0 ? "wanted@example.com" : "Wanted@example.com", seen)
                        )
                    )
            )
        );

        OneWon(results, UserErrors.EmailTaken);
    }

    [Fact]
    public async Task OneCommand_SentManyTimesAtOnce_IsDoneOnce()
    {
        await using var world = await World.StartAsync(follow: false);
        var (command, id, before) = (
            new CreateUser(TestHost.NewId(), "once", "once@example.com", "Once"),
            Guid.CreateVersion7(),
            world.Host.Tail()
        );

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.Host.SendAsync(command, commandId: id)))
        );

        results.ShouldEachBe(result => result.IsAccepted && result.Position == before + 1);
        world.Host.Tail().ShouldBe(before + 1);
    }

    /// <summary>
    /// Lets two processes send at once: their write gates are independent, so only the database can decide.
    /// </summary>
    private static Task RaceAsync(Func<int, bool, ICommand> command, Error refusal) =>
        Gen
            .Bool.Array[2, 10]
            .SampleAsync(
                async racers =>
                {
                    await using var world = await World.StartAsync(follow: false);
                    await using var second = await TestHost.StartAsync(follow: false, world.Host.Directory);

                    var results = await Task.WhenAll(
                        racers.Select(
                            (spelling, i) =>
                                Task.Run(() => (i % 3 == 0 ? second : world.Host).SendAsync(command(i, spelling)))
                        )
                    );

                    OneWon(results, refusal);
                    world.Host.ReadLog().Count(record => record.Type == nameof(UserCreated)).ShouldBe(1);
                    world.Host.Get<ILogVerification>().Verify().Problem.ShouldBeNull();
                },
                iter: 6,
                threads: 1
            );

    private static void OneWon(CommandResult[] results, Error refusal)
    {
        results.Count(result => result.IsAccepted).ShouldBe(1);
        results
            .Where(result => !result.IsAccepted)
            .ShouldEachBe(result => result.Errors.Count == 1 && result.Errors[0].Code == refusal.Code);
    }
}
