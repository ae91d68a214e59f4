using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Exports;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Settings;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Tests.Imports;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Attached;

/// <summary>Columns that an application added to its table of users, as attributes of the accounts.</summary>
public sealed class AttributeTests : IAsyncLifetime
{
    private AdoptedHost _adopted = null!;

    private TestHost Host => _adopted.Host;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _adopted = await AttributeFixture.StartAsync(accounts: 20);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _adopted.DisposeAsync();

    [Fact]
    public async Task Change_ByTheApplication_IsAnEventWithBothValues_AndEndsNoSession()
    {
        var before = Host.Tail();

        _adopted.Folder.Run(
            "UPDATE \"AspNetUsers\" SET balance = 99.5, last_name = 'Hopper' WHERE user_name = 'user12'"
        );
        await _adopted.FollowAsync();

        var recorded = Host.ReadLog().Where(record => record.Position > before).ShouldHaveSingleItem();
        var changed = EventLog.EventCodec.Decode(recorded).ShouldBeOfType<UserObservedChanged>();
        changed
            .Fields.Select(change => (change.Field, change.From, change.To))
            .ShouldBe(
                [
                    ("attributes.balance", "15", "99.5"),
                    ("attributes.last_name", null, "Hopper"),
                    ("attributes.full_name", "First12 ", "First12 Hopper"),
                ],
                ignoreOrder: true
            );
        changed.EndsSessions.ShouldBeFalse();
        await _adopted.ShouldAgreeAsync();
        (await RowAsync("user12")).AttributeOf("balance").ShouldBe("99.5");
    }

    [Fact]
    public async Task Change_ThatNoTriggerNoted_IsFoundByTheComparison()
    {
        var row = await RowAsync("user12");

        _adopted.Folder.Run(
            "UPDATE \"AspNetUsers\" SET balance = 99.5, access_failed_count = 1 WHERE user_name = 'user12'"
        );
        await _adopted.FollowAsync();
        var found = await Host.Get<IStockReports>().CompareAsync(TestContext.Current.CancellationToken);

        found
            .ShouldNotBeNull()
            .Differences.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                difference => difference.SubjectId.ShouldBe(row.Id),
                difference => difference.What.ShouldContain("columns of its own")
            );
    }

    [Fact]
    public async Task Edit_OfWhatMayBeEdited_IsStoredAsTheApplicationReadsIt_AndMerges()
    {
        var row = await RowAsync("user12");
        _adopted.Folder.Run("UPDATE \"AspNetUsers\" SET balance = 20 WHERE user_name = 'user12'");

        await Host.AcceptAsync(AttributeFixture.Edit(row, ("last_name", " Lovelace "), ("is_vip", "yes")));
        var overtaken = await Host.SendAsync(AttributeFixture.Edit(row, ("balance", "30")));
        await Host.CatchUpAsync();

        overtaken.Errors.ShouldHaveSingleItem().ShouldBeOfType<StaleEdit>().Current.ShouldBe("20");
        var edited = await RowAsync("user12");
        Values(edited).ShouldContain(("last_name", "Lovelace"));
        Values(edited).ShouldContain(("is_vip", "yes"));
        Values(edited).ShouldContain(("balance", "20"));
        (await _adopted.People.ExtraAsync("user12")).ShouldSatisfyAllConditions(
            user => user.LastName.ShouldBe("Lovelace"),
            user => user.IsVip.ShouldBeTrue(),
            user => user.Balance.ShouldBe(20m)
        );
        // What is generated from the new values follows.
        await _adopted.FollowAsync();
    }

    [Fact]
    public async Task Create_WithoutWhatTheApplicationRequires_IsRefused_AndWithItIsRead()
    {
        var id = (await Host.Get<INewKeys>().OfUsersAsync(1, TestContext.Current.CancellationToken))[0];
        var create = new CreateUser(id, "ada", "ada@example.com", "Ada Lovelace");

        var refused = await Host.SendAsync(create);
        await Host.AcceptAsync(
            create with
            {
                Attributes =
                [
                    new("first_name", "Ada"),
                    new("is_vip", "no"),
                    new("created_at", "2026-01-31T08:30:00Z"),
                    new("balance", "12.50"),
                ],
            }
        );
        await Host.CatchUpAsync();

        refused
            .Errors.Select(error => error.Field)
            .ShouldBe(["attributes.first_name", "attributes.is_vip", "attributes.created_at", "attributes.balance"]);
        Values(await RowAsync("ada")).ShouldContain(("discount", "0"), "the database has a default");
        (await _adopted.People.ExtraAsync("ada")).ShouldSatisfyAllConditions(
            user => user.FirstName.ShouldBe("Ada"),
            user => user.CreatedAt.ShouldBe(new DateTimeOffset(2026, 1, 31, 8, 30, 0, TimeSpan.Zero)),
            user => user.Balance.ShouldBe(12.5m),
            user => user.Discount.ShouldBe(0m)
        );
    }

    [Fact]
    public async Task Export_OfNumbers_HoldsThemAsNumbersWhereTheFormatHasThem()
    {
        var lines = await ExportAsync(TableFormat.JsonLines, "balance:15", "user-name", "balance", "is-vip");
        Text(lines).ShouldBe("{\"user-name\":\"user12\",\"balance\":15,\"is-vip\":\"no\"}\n");

        var workbook = await ExportAsync(TableFormat.Xlsx, "balance:15", "user-name", "balance");
        using var archive = new ZipArchive(new MemoryStream(workbook));
        using var sheet = new StreamReader(
            archive.Entries.Single(entry => entry.FullName.Contains("sheet1", StringComparison.Ordinal)).Open()
        );
        var xml = await sheet.ReadToEndAsync(TestContext.Current.CancellationToken);
        xml.ShouldContain("<c r=\"B2\"><v>15</v></c>");
        xml.ShouldContain("user12");
    }

    [Fact]
    public async Task Export_AndImport_CarryTheAttributes()
    {
        var exported = await ExportAsync(TableFormat.Csv, "balance:15", "user-name", "balance", "is-vip", "birth-date");
        Text(exported).ShouldBe("User name,Balance,Is vip,Birth date\r\nuser12,15,no,\r\n");
        var admin = Actor.System;
        var importId = await Host.ReceiveFileAsync(
            System.Text.Encoding.UTF8.GetBytes(
                "email,first name,Last name,balance,is vip,created_at\n"
                    + "user12@example.com,Ignored,King,41,yes,\n"
                    + "new@example.com,New,,7.5,no,2026-01-01\n"
                    + "bad@example.com,Bad,,many,no,2026-01-01\n"
            ),
            admin,
            "people.csv"
        );

        var proposed = (await Host.GetImportAsync(importId)).Options.ShouldNotBeNull();
        await Host.PreviewReadAsync(importId);
        await Host.AcceptAsync(new StartImport(importId));
        await Host.RunImportsAsync();
        await Host.CatchUpAsync();

        proposed
            .Columns.Select(field => field?.Name)
            .ShouldBe([
                "Email",
                "attributes.first_name",
                "attributes.last_name",
                "attributes.balance",
                "attributes.is_vip",
                "attributes.created_at",
            ]);
        Values(await RowAsync("user12"))
            .Where(value => value.Name is "first_name" or "last_name" or "balance" or "is_vip")
            .ShouldBe([("first_name", "First12"), ("last_name", "King"), ("is_vip", "yes"), ("balance", "41")]);
        Values(await RowAsync("new@example.com"))
            .Where(value => value.Name is "first_name" or "balance" or "created_at" or "discount")
            .ShouldBe([
                ("first_name", "New"),
                ("created_at", "2026-01-01T00:00:00Z"),
                ("balance", "7.5"),
                ("discount", "0"),
            ]);
        (await Host.AskAsync(new ListUsers("bad@example.com"))).Value.ShouldNotBeNull().Total.ShouldBe(0);
    }

    [Fact]
    public async Task Column_ThatTheApplicationAddsOrDropsLater_IsKnownAfterTheNextStart()
    {
        _adopted.Folder.Run("ALTER TABLE \"AspNetUsers\" ADD COLUMN nickname TEXT DEFAULT 'none yet'");
        _adopted.Folder.Run("ALTER TABLE \"AspNetUsers\" ADD COLUMN refresh_token TEXT");
        _adopted.Folder.Run("ALTER TABLE \"AspNetUsers\" DROP COLUMN tenant_id");
        _adopted.Folder.Run(
            "UPDATE \"AspNetUsers\" SET nickname = 'Ace', refresh_token = 'secret' WHERE user_name = 'user12'"
        );

        await using var host = await TestHost.StartAsync(directory: _adopted.Folder.Directory);
        await host.Get<StockFollower>().RunOnceAsync(TestContext.Current.CancellationToken);
        _adopted.Folder.Run("UPDATE \"AspNetUsers\" SET nickname = 'Amazing' WHERE user_name = 'user12'");
        await host.Get<StockFollower>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.CatchUpAsync();

        host.Get<UserFieldSet>().Attributes.Select(field => field.Name).ShouldContain("attributes.nickname");
        host.Get<UserFieldSet>().Attributes.Select(field => field.Name).ShouldNotContain("attributes.tenant_id");
        host.Get<UserFieldSet>()
            .Attributes.Select(field => field.Name)
            .ShouldNotContain("attributes.refresh_token", "its name says that it is a secret");
        var found = (await host.AskAsync(new ListUsers("nickname:Amazing"))).Value.ShouldNotBeNull();
        found.Items.ShouldHaveSingleItem().UserName.ShouldBe("user12");
        host.DumpWrite().ShouldContain("Amazing");
        host.ReadLog().Where(record => record.Payload.Contains("secret", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private Task<UserRow> RowAsync(string userName) => AttributeFixture.RowAsync(Host, userName);

    private (string Name, string? Value)[] Values(UserRow row) => AttributeFixture.Values(Host, row);

    private static string Text(byte[] file) => System.Text.Encoding.UTF8.GetString(file).TrimStart('\uFEFF');

    private async Task<byte[]> ExportAsync(TableFormat format, string search, params string[] columns)
    {
        var what = new UserExport(format, columns) { Search = search };
        var (writer, context, stream) = (Host.Get<ExportWriter>(), new QueryContext(Actor.System), new MemoryStream());
        var keys = await writer.BeginAsync(what, context, TestContext.Current.CancellationToken);
        await writer.WriteAsync(
            what,
            keys.Value.ShouldNotBeNull(),
            stream,
            context,
            _ => { },
            TestContext.Current.CancellationToken
        );
        return stream.ToArray();
    }
}
