using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares a sign-in through the whole bus, with its session and its event, with the password verification alone, to
/// show what recording sign-ins costs.
/// </summary>
internal static class SignInContest
{
    private static readonly TimeSpan _turn = TimeSpan.FromSeconds(4);

    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console)
    {
        var hasher = console.Get<IPasswordHasher<User>>();
        var (user, hash) = (new User(), hasher.HashPassword(new User(), console.Password));
        yield return await Turns.TakeAsync(
            "SignIn",
            100,
            () => 0,
            _ => SignInAsync(console),
            _ => hasher.VerifyHashedPassword(user, hash, console.Password),
            console.CaughtUpAsync
        ) with
        {
            Aim = "at most 1.1 × the hash alone",
            IsMet = result => result.Ratio <= 1.1,
        };

        // On all cores at once; both sides take turns of equal length.
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            ours.AddRange(await ManyAsync(() => SignInAsync(console)));
            await console.CaughtUpAsync();
            bare.AddRange(
                await ManyAsync(() => Task.FromResult(hasher.VerifyHashedPassword(user, hash, console.Password)))
            );
        }

        yield return new Result("SignIn, all cores", ours, bare) { PerSecond = ours.Count / (3 * _turn.TotalSeconds) };
        yield return new Result("hash alone, all cores", bare, [])
        {
            PerSecond = bare.Count / (3 * _turn.TotalSeconds),
        };
    }

    private static async Task SignInAsync(RunningConsole console)
    {
        var command = new SignIn(
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
            RunningConsole.AdministratorEmail,
            console.Password
        );
        await console.Commands.SendAsync(command, new CommandContext(Actor.Anonymous, Guid.CreateVersion7()));
    }

    private static async Task<IEnumerable<double>> ManyAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(
            Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var mine = new List<double>();
                        while (Stopwatch.GetElapsedTime(started) < _turn)
                        {
                            var start = Stopwatch.GetTimestamp();
                            await work();
                            mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        }

                        return mine;
                    })
                )
        );
        return times.SelectMany(mine => mine);
    }
}
