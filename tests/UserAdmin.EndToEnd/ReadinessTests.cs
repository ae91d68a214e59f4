using System.Net;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Hardening;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd;

/// <summary>The readiness check and the pages say so while the program cannot do its work.</summary>
public sealed class ReadinessTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ready_Always_NamesEachPart()
    {
        await using var program = await RunningProgram.StartAsync(_data, ConsoleFixture.Settings);
        using var visitor = new HttpVisitor(program.Address);

        using var answer = await visitor.GetAsync("/health/ready");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await HttpVisitor.TextAsync(answer))
            .Split('\n')
            .Select(line => line.Split(':')[0])
            .ShouldBe(Enumerable.Repeat("Healthy", 7));
    }

    [Fact]
    public async Task Database_LockedByAnotherProgram_GivesAClearPageA503AndAnUnhealthyCheck()
    {
        await using var program = await RunningProgram.StartAsync(
            _data,
            [
                .. ConsoleFixture.Settings,
                $"--ConnectionStrings:Write=Data Source={_data.WriteDatabase};Default Timeout=1",
            ]
        );
        using var visitor = new HttpVisitor(program.Address);
        using (var holder = Database.Open(_data.WriteDatabase))
        {
            Database.Execute(holder, "BEGIN IMMEDIATE;");

            await Eventually.HoldsAsync(
                async () =>
                {
                    using var ready = await visitor.GetAsync("/health/ready");
                    return ready.StatusCode == HttpStatusCode.ServiceUnavailable
                        && (await HttpVisitor.TextAsync(ready)).Contains(
                            "is locked by another program",
                            StringComparison.Ordinal
                        );
                },
                "the health check says that the database is locked"
            );

            using var answer = await visitor.SignInAsync(
                new Person("", "Ada Admin", "ada@example.com", ConsoleFixture.Password)
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await HttpVisitor.TextAsync(answer)).ShouldContain("Another program has locked the database");
            Database.Execute(holder, "ROLLBACK;");
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                using var ready = await visitor.GetAsync("/health/ready");
                return ready.StatusCode == HttpStatusCode.OK;
            },
            "the program is ready again"
        );
        using var signedIn = await visitor.SignInAsync(
            new Person("", "Ada Admin", "ada@example.com", ConsoleFixture.Password)
        );
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
