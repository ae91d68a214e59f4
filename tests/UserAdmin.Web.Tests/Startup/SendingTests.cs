using System.Text.Json;
using Microsoft.Data.Sqlite;
using UserAdmin.Web.Startup;

namespace UserAdmin.Web.Tests.Startup;

/// <summary>The verb <c>send</c>: lines in, answers out.</summary>
public sealed class SendingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Lines_ThatArriveTogether_AreAnsweredOneByOneInTheirOrder()
    {
        // More than are sent at once.
        var lines = Enumerable.Range(0, 70).Select(Creation).ToList();
        lines[3] = "no command";
        lines[40] = lines[40].Replace("CreateUser", "MakeCoffee", StringComparison.Ordinal);
        lines[50] = lines[49];
        lines.Insert(20, "");
        var output = new StringWriter();

        var exitCode = await Sending.RunAsync(
            [$"--UserAdmin:DataDirectory={_folder}"],
            new StringReader(string.Join('\n', lines)),
            output
        );

        exitCode.ShouldBe(0);
        var answers = output
            .ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        answers.Count.ShouldBe(70);
        Code(answers[3]).ShouldBe("send.not-json");
        Code(answers[40]).ShouldBe("send.unknown-command");
        answers[50].GetRawText().ShouldBe(answers[49].GetRawText());
        lines.RemoveAt(20);
        answers
            .Where((_, place) => place != 3)
            .Select(answer => answer.GetProperty("id").GetString())
            .ShouldBe(lines.Where((_, place) => place != 3).Select(IdOf));
        answers
            .Where((_, place) => place is not (3 or 40 or 50))
            .Select(answer => answer.GetProperty("accepted").GetInt64())
            .ShouldBeInOrder();
    }

    [Fact]
    public async Task TemporaryPassword_OnTheLineAfterTheAccount_IsComparedWithItsName()
    {
        var creation = Creation(12345678);
        var userId = JsonDocument.Parse(creation).RootElement.GetProperty("body").GetProperty("userId").GetString();
        var password = JsonSerializer.Serialize(
            new
            {
                id = Guid.CreateVersion7(),
                command = "SetTemporaryPassword",
                body = new { userId, password = "user12345678" },
            }
        );
        var output = new StringWriter();

        await Sending.RunAsync(
            [$"--UserAdmin:DataDirectory={_folder}"],
            new StringReader($"{creation}\n{password}"),
            output
        );

        output.ToString().ShouldContain("one of the first anyone would try");
    }

    private static string Creation(int number) =>
        JsonSerializer.Serialize(
            new
            {
                id = Guid.CreateVersion7(),
                command = "CreateUser",
                body = new
                {
                    userId = Guid.CreateVersion7().ToString(),
                    userName = $"user{number}",
                    email = $"user{number}@example.com",
                    displayName = $"User {number}",
                },
            }
        );

    private static string? IdOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString();

    private static string? Code(JsonElement answer) => answer.GetProperty("refused")[0].GetProperty("code").GetString();
}
