using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Startup.Seeding;

namespace UserAdmin.Web.Tests.Startup.Seeding;

/// <summary>The story that <c>seed</c> tells: the same for the same number and seed, and true to life.</summary>
public sealed class SeedTests
{
    private static readonly DateTimeOffset _end = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _start = _end.AddYears(-6);

    [Fact]
    public void Story_OfTheSameSeed_IsTheSame()
    {
        Words(3000, 42).ShouldBe(Words(3000, 42));
        Words(3000, 42).ShouldNotBe(Words(3000, 43));
    }

    [Fact]
    public void Story_NeverRunsBackwards()
    {
        var moments = Steps(3000).Select(step => step.At).ToList();

        moments.ShouldBe(moments.Order());
        moments[0].ShouldBeLessThan(_start.AddYears(1));
        moments[^1].ShouldBe(_end);
    }

    [Fact]
    public void Story_UsesEachKeyOnce() => Steps(3000).Select(step => step.Key).ShouldBeUnique();

    [Fact]
    public void Story_HasEveryStateAndScript()
    {
        var commands = Steps(20_000)
            .SelectMany(step => step.Command is CommandSet set ? set.Commands : [step.Command])
            .ToList();

        commands.OfType<CreateUser>().Select(user => user.UserId).Distinct().Count().ShouldBe(20_000);
        commands
            .Select(command => command.GetType())
            .Distinct()
            .Select(type => type.Name)
            .ShouldBe(
                [
                    nameof(CreateUser),
                    nameof(AssignRole),
                    nameof(ConfirmUserEmail),
                    "SignInWithExternalLogin",
                    nameof(InviteUser),
                    nameof(DisableUser),
                    nameof(LockUser),
                    nameof(DeleteUser),
                    nameof(SetUserExpiry),
                    nameof(ExpireUser),
                    nameof(RequirePasswordChange),
                    "AddOwnPasskey",
                    "EnableOwnTwoFactor",
                ],
                ignoreOrder: true
            );
        var names = string.Concat(commands.OfType<CreateUser>().Select(user => user.DisplayName));
        "aéżωعفกკ王김".Where(letter => !names.Contains(letter)).ShouldBeEmpty();

        // Skewed: the largest department has many times as many people as the smallest.
        var departments = commands
            .OfType<CreateUser>()
            .GroupBy(user => user.Department ?? "")
            .Select(group => group.Count())
            .Order()
            .ToList();
        departments.Count.ShouldBe(41);
        departments[^1].ShouldBeGreaterThan(departments[0] * 10);
    }

    private static List<SeedStep> Steps(int count, long seed = 42) =>
        [.. new SeedStory(new SeedOptions(count, seed), _start, _end).Chunks().SelectMany(chunk => chunk.Steps)];

    private static List<string> Words(int count, long seed) =>
        [
            .. Steps(count, seed)
                .SelectMany(step =>
                    (step.Command is CommandSet set ? set.Commands : [step.Command]).Select(command =>
                        $"{step.Key} {step.At:O} {command}"
                    )
                )
                .Where(words => !words.Contains("AddOwnPasskey", StringComparison.Ordinal)),
        ];
}
