using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserAdmin.Copying;
using UserAdmin.EventLog;
using UserAdmin.Storage;
using UserAdmin.Storage.PostgreSql;
using UserAdmin.Tests.Copying;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>Copies from PostgreSQL to SQLite, and back.</summary>
public sealed class CopyBetweenProvidersTests : IAsyncDisposable
{
    private readonly CopyFolders _folders = new();
    private readonly string _files = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _folders.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    [Fact]
    public async Task RoundTrip_OfEveryTable_IsEqualRowByRow()
    {
        var server = await _folders.SideAsync(await _folders.SeededAsync());
        var (file, again) = (File("one"), File("two"));
        var back = await _folders.SideAsync(await _folders.EmptyAsync());
        (string, string)[] keys = [("key-1", "<key id=\"1\" />"), ("key-2", "<key id=\"2\" />")];
        server.Add(keys);

        CopyFolders.Copy(server, file).Differences.ShouldBeEmpty();
        CopyFolders.Copy(file, back).Differences.ShouldBeEmpty();
        CopyFolders.Copy(back, again).Differences.ShouldBeEmpty();

        CopyRows.Of(file).ShouldBe(CopyRows.Of(server));
        CopyRows.Of(back).ShouldBe(CopyRows.Of(server));
        Dump(again).ShouldBe(Dump(file));
        file.Keys().ShouldBe(keys);
        back.Keys().ShouldBe(keys);
    }

    [Fact]
    public async Task CopyFromAFile_IsServedByAConsole()
    {
        var file = File("one");
        var target = await _folders.EmptyAsync();
        CopyFolders.Copy(await _folders.SideAsync(await _folders.SeededAsync(isFull: false)), file);
        CopyFolders.Copy(file, await _folders.SideAsync(target)).Differences.ShouldBeEmpty();

        await using var host = await TestHost.StartAsync(directory: target);

        await host.SignInAsync("ada@example.com");
        await host.CreateUserAsync("zoe");
        await host.CatchUpAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(250)]
    public async Task CopyFromAFile_ThatWasInterrupted_GoesOn(int rows)
    {
        var file = File("one");
        CopyFolders.Copy(await _folders.SideAsync(await _folders.SeededAsync()), file);
        var to = await _folders.SideAsync(await _folders.EmptyAsync());
        Should.Throw<IOException>(() => CopyFolders.Copy(file, new FaultySide(to, rows)));

        CopyFolders.Copy(file, to).Differences.ShouldBeEmpty();

        CopyRows.Of(to).ShouldBe(CopyRows.Of(file));
    }

    [Fact]
    public async Task Passkey_AfterACopy_IsReadByIdentity()
    {
        var (source, file) = (await _folders.SeededAsync(isFull: false), File("one"));
        var made = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero).AddMicroseconds(123_456);
        await using (var written = await ContextAsync(await TestProvider.ConnectionStringAsync(source)))
        {
            var passkey = new UserPasskeyInfo([1], [2, 3], made, 4, ["usb", "nfc"], true, true, false, [5], [6])
            {
                Name = "Ada’s “key” \\ 😀",
            };
            written.Add(
                new IdentityUserPasskey<string>
                {
                    UserId = (await written.Set<UserAdmin.Users.User>().FirstAsync(Token)).Id,
                    CredentialId = [1],
                    Data = new()
                    {
                        Name = passkey.Name,
                        PublicKey = passkey.PublicKey,
                        CreatedAt = passkey.CreatedAt,
                        SignCount = passkey.SignCount,
                        Transports = passkey.Transports,
                        IsUserVerified = true,
                        IsBackupEligible = true,
                        AttestationObject = passkey.AttestationObject,
                        ClientDataJson = passkey.ClientDataJson,
                    },
                }
            );
            await written.SaveChangesAsync(Token);
        }

        CopyFolders.Copy(await _folders.SideAsync(source), file).Differences.ShouldBeEmpty();

        await using var read = await ContextAsync(ConnectionString("one"));
        var data = (await read.Set<IdentityUserPasskey<string>>().SingleAsync(Token)).Data;
        (
            data.Name,
            data.CreatedAt,
            data.SignCount,
            data.IsUserVerified,
            data.IsBackupEligible,
            data.IsBackedUp
        ).ShouldBe(("Ada’s “key” \\ 😀", made, 4u, true, true, false));
        data.Transports.ShouldBe(["usb", "nfc"]);
        data.PublicKey.ShouldBe([2, 3]);
        data.AttestationObject.ShouldBe([5]);
        data.ClientDataJson.ShouldBe([6]);
    }

    [Fact]
    public async Task Lockout_ThatIsFinerThanPostgreSql_IsEqualToItsMicrosecond_AndTheEndOfTimeStays()
    {
        var file = File("one");
        CopyFolders.Copy(await _folders.SideAsync(await _folders.SeededAsync()), file);
        Execute(file, "UPDATE AspNetUsers SET LockoutEnd = '2031-01-01 02:00:00.1234567+02:00' WHERE Id = 'B'");
        var target = await _folders.EmptyAsync();
        var to = await _folders.SideAsync(target);

        CopyFolders.Copy(file, to).Differences.ShouldBeEmpty();

        await using var context = await ContextAsync(await TestProvider.ConnectionStringAsync(target));
        var users = await context.Set<UserAdmin.Users.User>().ToDictionaryAsync(user => user.Id, Token);
        users["B"].LockoutEnd.ShouldBe(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456));
        users["a"].LockoutEnd.ShouldBe(DateTimeOffset.MaxValue);
        Execute(
            to,
            "DO $$ BEGIN IF (SELECT \"LockoutEnd\" FROM \"AspNetUsers\" WHERE \"Id\" = 'a') <> 'infinity' "
                + "THEN RAISE 'finite'; END IF; END $$"
        );
    }

    [Theory]
    [InlineData(
        "UPDATE AspNetUsers SET PhoneNumber = 'a' || char(0) WHERE Id = 'é'",
        "AspNetUsers Id=é: PhoneNumber: PostgreSQL cannot store U+0000."
    )]
    [InlineData(
        "UPDATE AspNetUsers SET PhoneNumber = CAST(x'eda080' AS TEXT) WHERE Id = 'é'",
        "AspNetUsers Id=é: PhoneNumber: It is not valid text in UTF-8."
    )]
    [InlineData(
        "UPDATE AspNetUsers SET PhoneNumber = replace(hex(zeroblob(129)), '00', '😀é') WHERE Id = 'é'",
        "AspNetUsers Id=é: PhoneNumber: It has 258 characters, and PostgreSQL stores at most 256 there."
    )]
    [InlineData(
        "UPDATE AspNetUserLogins SET ProviderKey = hex(zeroblob(65)) WHERE ProviderKey = 'é'",
        "ProviderKey: It has 130 characters, and PostgreSQL stores at most 128 there."
    )]
    [InlineData(
        "UPDATE AspNetUsers SET LockoutEnd = 'soon' WHERE Id = 'é'",
        "AspNetUsers Id=é: LockoutEnd: It is not a point in time."
    )]
    [InlineData(
        "UPDATE AspNetUsers SET EmailConfirmed = 7 WHERE Id = 'é'",
        "AspNetUsers Id=é: EmailConfirmed: It has the type Int64, and not Boolean as it should."
    )]
    [InlineData(
        "UPDATE AspNetUserClaims SET ClaimValue = x'00' WHERE Id = 1000",
        "AspNetUserClaims Id=1000: ClaimValue: It has the type Byte[], and not Text as it should."
    )]
    [InlineData(
        "UPDATE BulkRuns SET Total = 3000000000 WHERE BatchId = 'é'",
        "BulkRuns BatchId=é: Total: The number is too large for PostgreSQL."
    )]
    [InlineData(
        "UPDATE AspNetUserPasskeys SET Data = json_set(Data, '$.Name', 'a' || char(0))",
        ": Data: PostgreSQL cannot store U+0000."
    )]
    [InlineData(
        "UPDATE AspNetUserPasskeys SET Data = json_set(Data, '$.Colour', 'red')",
        ": Data: This version does not know “Colour” in the JSON."
    )]
    [InlineData(
        "PRAGMA foreign_keys = OFF; DELETE FROM AspNetRoles WHERE Id = 'é'",
        ": refers to a row of AspNetRoles that does not exist."
    )]
    public async Task ValueThatPostgreSqlCannotHold_IsNamedBeforeAnythingIsChanged(string sql, string says)
    {
        var file = File("one");
        CopyFolders.Copy(await _folders.SideAsync(await _folders.SeededAsync()), file);
        Execute(file, sql);
        var to = await _folders.SideAsync(await _folders.EmptyAsync());

        var refusal = Should.Throw<StartupException>(() => CopyFolders.Copy(file, to));

        refusal.Message.ShouldContain(says);
        refusal.Message.ShouldContain("nothing was changed");
        to.Tables.Where(to.Has).ShouldBeEmpty();
    }

    [Fact]
    public async Task Copy_WhileAConsoleServesOneOfThem_IsRefused()
    {
        var source = await _folders.SeededAsync(isFull: false);
        await using var host = await TestHost.StartAsync(follow: false, directory: source);
        await using var console = await host.Get<ILeaderElection>().LeadAsync(Token);

        var refusal = Should.Throw<StartupException>(() =>
            CopyFolders.Copy(_folders.Side(host.Get<PostgreSqlServer>().Unpooled), File("one"))
        );

        refusal.Message.ShouldContain("A UserAdmin console serves the database");
    }

    private string ConnectionString(string name) => $"Data Source={Path.Combine(_files, $"{name}.db")}";

    private ICopySide File(string name) => _folders.Side(ConnectionString(name));

    private async Task<WriteContext> ContextAsync(string connectionString) =>
        await _folders
            .Services(connectionString)
            .GetRequiredService<IDbContextFactory<WriteContext>>()
            .CreateDbContextAsync(Token);

    private static void Execute(ICopySide side, string sql)
    {
        using var connection = side.Store.OpenConnection();
        using var command = connection.Command(null, sql);
        command.ExecuteNonQuery();
        if (connection is SqliteConnection)
        {
            // The connection goes back to a pool, and is taken again.
            SqliteConnection.ClearAllPools();
        }
    }

    /// <summary>What is stored in a file, exactly, without using any code of the copy.</summary>
    private static List<string> Dump(ICopySide side)
    {
        using var connection = side.Store.OpenReadOnly();
        var rows = new List<string>();
        foreach (var table in Texts(connection, TestHost.TablesOfSqlite).Where(name => name[0] != '_'))
        {
            var columns = Texts(connection, $"SELECT name FROM pragma_table_info('{table}')");
            var values = string.Join(" || ' ' || ", columns.Select(column => $"quote(\"{column}\")"));
            rows.AddRange(Texts(connection, $"SELECT '{table} ' || {values} FROM \"{table}\" ORDER BY 1"));
        }

        rows.Count.ShouldBeGreaterThan(100);
        return rows;
    }

    private static List<string> Texts(DbConnection connection, string sql)
    {
        using var command = connection.Command(null, sql);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
