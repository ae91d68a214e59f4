using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Account;

/// <summary>Neither answers nor the work that they take reveal which addresses have an account.</summary>
public sealed class EnumerationTests
{
    private static readonly string[] _addresses =
    [
        "ada",
        "nobody",
        "disabled",
        "locked",
        "failed",
        "invited",
        "deleted",
        "nopassword",
    ];

    [Fact]
    public async Task SignIn_ThatFails_TakesTheSameAnswerAndWorkForEveryAddress()
    {
        await using var world = await World.CreateAsync();
        var works = new Dictionary<string, (string Answer, int Hashes, int Statements)>();
        foreach (var name in _addresses)
        {
            works[name] = await world.MeasureAsync(
                new SignIn(TestHost.NewSessionId(), $"{name}@example.com", "not the password")
            );
        }

        works.Values.Distinct().ShouldHaveSingleItem(string.Join('\n', works));
        works["ada"].Hashes.ShouldBe(1);
        works["ada"].Statements.ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task RequestPasswordReset_TakesTheSameAnswerAndWorkForEveryAddress()
    {
        await using var world = await World.CreateAsync();
        var works = new Dictionary<string, (string Answer, int Hashes, int Statements)>();
        foreach (var name in _addresses)
        {
            works[name] = await world.MeasureAsync(new RequestPasswordReset($"{name}@example.com"));
        }

        works.Values.Distinct().ShouldHaveSingleItem(string.Join('\n', works));
    }

    /// <summary>
    /// Times known and unknown addresses in turn. Only with <c>USERADMIN_TIMING_PAIRS=1000</c>, because timings say
    /// little on a busy machine.
    /// </summary>
    [Fact]
    public async Task RequestPasswordReset_InTurns_TakesNoOtherTimeForAKnownAddress()
    {
        var pairs = int.TryParse(Environment.GetEnvironmentVariable("USERADMIN_TIMING_PAIRS"), out var number)
            ? number
            : 0;
        await using var host = await TestHost.StartAsync(follow: false);
        for (var i = 0; i < 20; i++)
        {
            await host.CreateUserAsync($"known{i}", TestHost.Password);
        }

        var differences = new List<double>();
        for (var i = -50; i < pairs; i++)
        {
            var order = i % 2 == 0;
            var first = await TimeAsync(host, order ? $"known{Math.Abs(i) % 20}" : $"other{Math.Abs(i) % 20}");
            var second = await TimeAsync(host, order ? $"other{Math.Abs(i) % 20}" : $"known{Math.Abs(i) % 20}");
            if (i >= 0)
            {
                differences.Add(order ? first - second : second - first);
            }

            if (i % 10 == 0)
            {
                await host.Get<PasswordResetRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
            }
        }

        if (differences.Count > 1)
        {
            // The extremes are left out: a few slow answers say nothing about the others.
            var middle = differences
                .Order()
                .Skip(differences.Count / 20)
                .Take(differences.Count - (differences.Count / 10))
                .ToList();
            var deviation = Math.Sqrt(middle.Sum(one => Math.Pow(one - middle.Average(), 2)) / (middle.Count - 1));
            var z = middle.Average() / (deviation / Math.Sqrt(middle.Count));
            TestContext.Current.SendDiagnosticMessage(
                $"{pairs} pairs: known − unknown {middle.Average():N4} ms, z = {z:N2}"
            );
            Math.Abs(z).ShouldBeLessThan(3, $"known addresses take {middle.Average():N4} ms longer");
        }
    }

    private static async Task<double> TimeAsync(TestHost host, string name)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await host.AcceptAsync(new RequestPasswordReset($"{name}@example.com"), Actor.Anonymous);
        return System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly CountingHasher _hasher = new();
        private readonly CountedStatements _statements = new();

        private TestHost Host { get; set; } = null!;

        public static async Task<World> CreateAsync()
        {
            var world = new World();
            var host = world.Host = await TestHost.StartAsync(
                follow: false,
                configure: services => services.AddSingleton<IPasswordHasher<User>>(world._hasher)
            );
            using (var connection = host.OpenWrite())
            {
                world._statements.Database = CountedStatements.Name(connection);
            }

            var now = DateTimeOffset.UtcNow;
            await host.CreateUserAsync("ada", TestHost.Password);
            await host.CreateUserAsync("nopassword");
            await host.AcceptAsync(new DisableUser(await host.CreateUserAsync("disabled", TestHost.Password)));
            await host.AcceptAsync(
                new LockUser(await host.CreateUserAsync("locked", TestHost.Password), now.AddDays(1))
            );
            await host.AcceptAsync(new DeleteUser(await host.CreateUserAsync("deleted", TestHost.Password)));
            await host.AcceptAsync(new InviteUser(await host.CreateUserAsync("invited")));
            await host.CreateUserAsync("failed", TestHost.Password);
            for (var i = 0; i < 5; i++)
            {
                await host.AttemptAsync("failed", "not the password");
            }

            // Compilation and one-time lookups must not be counted for the first command that is measured.
            await host.AttemptAsync("somebody else", "not the password");
            await host.AcceptAsync(new RequestPasswordReset("somebody else"), Actor.Anonymous);
            return world;
        }

        public async Task<(string Answer, int Hashes, int Statements)> MeasureAsync(ICommand command)
        {
            // The policy is read again every two seconds; without this, that would be counted for one command by
            // chance.
            Host.Get<UserAdmin.Policies.PolicyReader>().Forget();
            var (hashes, events, statements) = (_hasher.Count, Host.Tail(), _statements.Count);
            var result = await Host.SendAsync(command, Actor.Anonymous);
            // The log is written without EF Core: one statement for each event.
            return (
                string.Join(' ', result.Errors),
                _hasher.Count - hashes,
                _statements.Count - statements + (int)(Host.Tail() - events)
            );
        }

        public ValueTask DisposeAsync()
        {
            _statements.Dispose();
            return Host.DisposeAsync();
        }
    }

    private sealed class CountingHasher : PasswordHasher<User>
    {
        public int Count { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(
            User user,
            string hashedPassword,
            string providedPassword
        )
        {
            Count++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        public override string HashPassword(User user, string password)
        {
            Count++;
            return base.HashPassword(user, password);
        }
    }

    /// <summary>
    /// Counts the statements that EF Core sends to one database, because other tests run at the same time.
    /// </summary>
    private sealed class CountedStatements
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>,
            IDisposable
    {
        private readonly ConcurrentQueue<IDisposable> _subscriptions = new();
        private int _count;

        // Subscribed from the start: EF Core remembers for a second that there is no listener.
        public CountedStatements() => _subscriptions.Enqueue(DiagnosticListener.AllListeners.Subscribe(this));

        public string? Database { get; set; }

        public int Count => _count;

        public static string Name(DbConnection connection) => $"{connection.DataSource} {connection.Database}";

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                _subscriptions.Enqueue(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (
                value.Key == RelationalEventId.CommandExecuted.Name
                && value.Value is CommandExecutedEventData { Command.Connection: { } connection }
                && Name(connection) == Database
            )
            {
                Interlocked.Increment(ref _count);
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose()
        {
            foreach (var subscription in _subscriptions)
            {
                subscription.Dispose();
            }
        }
    }
}
