using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// Signed heads of the log, from the page System to the auditor's folder, and the log that was rewritten.
/// </summary>
public sealed class AnchorTests(Chromium chromium) : BrowserTest(chromium)
{
    private static readonly string[] _texts =
    [
        "Type",
        "SubjectId",
        "ActorId",
        "ActorName",
        "CommandId",
        "CommandName",
        "CorrelationId",
        "Reason",
        "IpAddress",
        "Payload",
    ];

    private readonly DataFolder _data = new();

    [Fact]
    public async Task LogThatWasRewritten_WithCorrectHashes_IsFoundWithTheAnchor()
    {
        var kept = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
        await using (
            var program = await RunningProgram.StartAsync(
                _data,
                [.. ConsoleFixture.Settings, $"--UserAdmin:Anchors:Folder={kept}"]
            )
        )
        {
            var ada = await OpenAsync(program.Address);
            await ada.SignInAsync(new Person("", "Ada Admin", "ada@example.com", ConsoleFixture.Password));
            await ada.GoAsync("/system");
            await ada.Button("Sign now").ClickAsync();
            await Expect(ada.Page.GetByText("has everything up to event")).ToBeVisibleAsync();
            var download = await ada.Page.RunAndWaitForDownloadAsync(() => ada.Link("Anchor").ClickAsync());
            var file = Directory.EnumerateFiles(kept, "anchor-*.txt").ShouldHaveSingleItem();
            (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).ShouldBe(
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)
            );
        }

        // It signs once more when it is stopped.
        var key = Directory.EnumerateFiles(kept, "key-*.pem").ShouldHaveSingleItem();
        var (good, output) = await VerifyAsync(kept, key);
        good.ShouldBe(0, output);
        output.ShouldContain("It continues ");

        Rewrite();
        // The read model remembers what it has applied; whoever rewrites the log also removes that.
        foreach (var readModel in _data.ReadDatabases.Where(File.Exists))
        {
            File.Delete(readModel);
        }

        (await BuiltProgram.RunAsync("verify", _data.Setting)).ExitCode.ShouldBe(0);
        var (bad, problem) = await VerifyAsync(kept, key);
        bad.ShouldBe(1);
        problem.ShouldContain("First bad position: ");
        problem.ShouldContain("was signed on");
        Directory.Delete(kept, recursive: true);
    }

    private async Task<(int Code, string Output)> VerifyAsync(string kept, string key)
    {
        var run = await BuiltProgram.RunAsync("verify", "--anchor", kept, "--anchor-key", key, _data.Setting);
        return (run.ExitCode, string.Join('\n', [.. run.Output, .. run.Error]));
    }

    /// <summary>
    /// Replaces the actor of the first event and every signature in the log, and computes all hashes again, by the rule
    /// that docs/VERIFYING.md describes.
    /// </summary>
    private void Rewrite()
    {
        Database.Execute(
            _data.WriteDatabase,
            "UPDATE EventLog SET Type = 'UserUnlocked', Payload = '{\"UserId\":\"x\"}' WHERE Type = 'LogHeadSigned'; "
                + "UPDATE EventLog SET ActorName = 'Somebody else' WHERE Position = 1"
        );
        using var connection = Database.Open(_data.WriteDatabase);
        var (hash, last) = (new byte[SHA256.HashSizeInBytes], Database.LogPosition(_data));
        for (var position = 1L; position <= last; position++)
        {
            var previous = hash;
            hash = SHA256.HashData(Bytes(connection, position, previous));
            using var update = connection.CreateCommand();
            update.CommandText =
                "UPDATE EventLog SET PreviousHash = @previous, Hash = @hash WHERE Position = @position";
            update.Parameters.AddWithValue("@previous", previous);
            update.Parameters.AddWithValue("@hash", hash);
            update.Parameters.AddWithValue("@position", position);
            update.ExecuteNonQuery().ShouldBe(1);
        }
    }

    private static byte[] Bytes(SqliteConnection connection, long position, byte[] previous)
    {
        using var select = connection.CreateCommand();
#pragma warning disable CA2100 // Names of columns.
        select.CommandText =
            $"SELECT At, Version, {string.Join(", ", _texts)} FROM EventLog WHERE Position = @position";
#pragma warning restore CA2100
        select.Parameters.AddWithValue("@position", position);
        using var row = select.ExecuteReader();
        row.Read().ShouldBeTrue(position.ToString(CultureInfo.InvariantCulture));
        using var bytes = new MemoryStream();
        bytes.Write(previous);
        var (eight, length) = (new byte[sizeof(long)], new byte[sizeof(int)]);
        foreach (var number in (ReadOnlySpan<long>)[position, row.GetInt64(0), row.GetInt64(1)])
        {
            BinaryPrimitives.WriteInt64BigEndian(eight, number);
            bytes.Write(eight);
        }

        for (var column = 2; column < row.FieldCount; column++)
        {
            var text = row.IsDBNull(column) ? null : Encoding.UTF8.GetBytes(row.GetString(column));
            BinaryPrimitives.WriteInt32BigEndian(length, text?.Length ?? -1);
            bytes.Write(length);
            bytes.Write(text);
        }

        return bytes.ToArray();
    }
}
