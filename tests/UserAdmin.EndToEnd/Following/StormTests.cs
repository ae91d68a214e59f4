using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.StockDatabases;

namespace UserAdmin.EndToEnd.Following;

/// <summary>
/// A stock application and scripts change accounts from four connections while commands are sent here and the console
/// is killed. Afterwards the tables, the read model and the log agree row by row. USERADMIN_STORM_ROWS sets how many
/// rows the other programs change (default 1,000); USERADMIN_KILL_SEED repeats the choices of an earlier run; with
/// USERADMIN_STORM_ATTACHED=1, the stock application has made the database, and the console is attached to it.
/// </summary>
public sealed class StormTests
{
    private const int Roles = 3;
    private const int Accounts = 200;
    private const int RowsOfAKill = 5_000;

    // Of commands; without any pause they would take most of the processor.
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(10);

    private readonly int _seed = Number("USERADMIN_KILL_SEED") ?? Random.Shared.Next();
    private readonly int _rows = Number("USERADMIN_STORM_ROWS") ?? 1_000;
    private readonly bool _isAttached = Number("USERADMIN_STORM_ATTACHED") == 1;

    private string Choices =>
        $"USERADMIN_STORM_ROWS={_rows} USERADMIN_KILL_SEED={_seed}"
        + (_isAttached ? " USERADMIN_STORM_ATTACHED=1" : "");

    [Fact]
    public Task Storm_OnSqliteWithKills_LosesNothingAndDoublesNothing() => RunAsync(StockProvider.Sqlite);

    [Fact]
    public Task Storm_OnPostgreSqlWithKills_LosesNothingAndDoublesNothing() => RunAsync(StockProvider.PostgreSql);

    private async Task RunAsync(StockProvider provider)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Choices);
        TestContext.Current.SendDiagnosticMessage(Choices);
        await using var database = await StormDatabase.CreateAsync(provider, _isAttached);
        await using var console = await RunningProgram.StartAsync(database.Console);
        var accounts = await PrepareAsync(database);
        var programs = new StormPrograms(database, accounts, _rows, _seed);
        await using var commands = new StormCommands(database, accounts, _seed);

        var storm = programs.RunAsync();
        var kills = await CommandAsync(storm, console, programs, commands);
        await storm;
        await commands.FinishAsync();
        var check = new StormCheck(database, Choices);
        await check.IsCaughtUpAsync();
        (await console.StopAsync()).ExitCode.ShouldBe(0, Choices);

        programs.Deadlocks.ShouldBe(0, Choices);
        check.ReadModel();
        var observed = check.Log();
        observed.ShouldBeGreaterThan(_rows / 10, Choices);
        check.Commands(commands);
        await check.VerifyAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{programs.Changed} rows changed by others, {observed} events about it, {kills} kills, "
                + $"{commands.Accepted.Count} commands accepted, {commands.Refused.Count} refused"
        );
    }

    /// <summary>Sends commands until the others are done, and kills the console in between.</summary>
    private async Task<int> CommandAsync(
        Task storm,
        RunningProgram console,
        StormPrograms programs,
        StormCommands commands
    )
    {
        var kills = Math.Max(2, _rows / RowsOfAKill);
        var killed = 0;
        var restart = Task.CompletedTask;
        using var pace = new PeriodicTimer(_pace);
        while ((!storm.IsCompleted || !restart.IsCompleted || killed < kills) && await pace.WaitForNextTickAsync())
        {
            // Killed while the others go on; sometimes together with the process that sends.
            if (restart.IsCompleted && killed < kills && programs.Changed > (killed + 1) * (_rows / (kills + 1)))
            {
                await restart;
                killed++;
                if (killed % 2 == 0)
                {
                    commands.Kill();
                }

                restart = Task.Run(() =>
                {
                    console.Kill();
                    return console.StartAsync();
                });
            }

            await commands.ExchangeAsync();
        }

        await restart;
        return killed;
    }

    private static async Task<StormAccounts> PrepareAsync(StormDatabase database)
    {
        await using var sender = new CommandSender(database.NewFolder());
        var roles = new List<(string Id, string Name)>();
        for (var number = 1; number <= Roles; number++)
        {
            var (roleId, name) = (Guid.CreateVersion7().ToString(), $"Storm {number}");
            await sender.AcceptedAsync(
                "CreateRole",
                new
                {
                    roleId,
                    name,
                    rolePermissions = new[] { "users.read" },
                }
            );
            roles.Add((roleId, name));
        }

        (await sender.EndAsync()).ShouldBe(0);
        return new(await RegisterAsync(database), roles);
    }

    private static async Task<List<string>> RegisterAsync(StormDatabase database)
    {
        await using var services = database.StockServices();
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser<string>>>();
        var ids = new List<string>();
        for (var number = 1; number <= Accounts; number++)
        {
            var user = new IdentityUser<string>($"first{number}") { Id = Guid.NewGuid().ToString(), PhoneNumber = "0" };
            (await users.CreateAsync(user)).Errors.ShouldBeEmpty();
            ids.Add(user.Id);
        }

        return ids;
    }

    private static int? Number(string variable) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
