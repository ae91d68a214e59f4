using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Account.Commands;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Settings;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tests.Imports;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Attached;

/// <summary>People come by an import, and the application migrates its tables under the running console.</summary>
public sealed class MigratedApplicationTests
{
    private const string Password = "Correct-horse-9";

    private static readonly (string Title, string Value)[] _required =
    [
        ("FirstName", "New"),
        ("IsVip", "no"),
        ("CreatedAt", "2026-01-31"),
        ("Balance", "7.5"),
    ];

    [Theory]
    [InlineData(2, StockKey.Text, false, StockNames.OtherSchema)]
    [InlineData(1, StockKey.Uuid, true, StockNames.SnakeCase)]
    [InlineData(2, StockKey.Int, false, StockNames.Renamed)]
    public async Task Application_AfterAnImport_MigratesItsTables_AndBothGoOn(
        int version,
        StockKey key,
        bool isExtended,
        StockNames names
    )
    {
        var shape = new StockShape(TestProvider.Stock, version, key, isExtended, names, ByMigrations: true);
        var grown = shape with { Version = 3, From = shape };
        await using var adopted = await AdoptedHost.StartAsync(
            shape,
            accounts: 20,
            services => services.Configure<UserAdminOptions>(options => options.EditableAttributes = "*")
        );

        await ImportAsync(adopted, shape);
        await EditOftenAsync(adopted);
        await adopted.MigrateAsync(grown);
        await GoOnAsync(adopted);
        await adopted.RestartAsync();
        await UseWhatIsNewAsync(adopted, grown);
        await adopted.ShouldAgreeAsync();
        await adopted.DetachAsync();
    }

    private static async Task ImportAsync(AdoptedHost adopted, StockShape shape)
    {
        var (host, people) = (adopted.Host, adopted.People);
        var hash = new PasswordHasher<IdentityUser>().HashPassword(new(), TestHost.Password);
        var required = shape.IsExtended ? _required : [];
        var titles = string.Concat(required.Select(one => $",{shape.Column(one.Title)}"));
        var values = string.Concat(required.Select(one => $",{one.Value}"));
        var nothing = string.Concat(required.Select(_ => ","));

        var importId = await host.PreviewAsync(
            $"email,user name,phone number,disabled,passwordHash{titles}\n"
                + $"grace@example.com,grace,,no,{hash}{values}\n"
                + $"jean@example.com,jean,,yes,{hash}{values}\n"
                + $"user1@example.com,user1,+44 20 7946 0001,no,{nothing}\n"
        );
        await host.RunAsync(importId);

        (await host.ListRowsAsync(importId))
            .Select(row => (row.Verdict, row.IsDone, row.Reason))
            .ShouldBe([
                (ImportVerdict.Create, true, null),
                (ImportVerdict.Create, true, null),
                (ImportVerdict.Update, true, null),
            ]);
        (await people.LetsInAsync("grace", TestHost.Password)).ShouldBeTrue();
        (await people.LetsInAsync("jean", TestHost.Password)).ShouldBeFalse();
        (await people.LetsInAsync("user1", Password)).ShouldBeTrue();
        (await people.AllAsync()).Single(person => person.UserName == "user1").PhoneNumber.ShouldBe("+44 20 7946 0001");
        await adopted.ShouldAgreeAsync();
    }

    // So often that a server has prepared the statements, whose results the migration changes.
    private static async Task EditOftenAsync(AdoptedHost adopted)
    {
        var id = (await adopted.People.AllAsync()).Single(person => person.UserName == "user3").Id;
        for (var i = 0; i < 4; i++)
        {
            await adopted.Host.AcceptAsync(new ChangeUserPhone(id, $"+49 40 {i}", adopted.Host.Tail()));
        }
    }

    private static async Task GoOnAsync(AdoptedHost adopted)
    {
        var (host, people, tail) = (adopted.Host, adopted.People, adopted.Host.Tail());
        var all = await people.AllAsync();

        // Perhaps before the triggers are there again.
        await people.ChangePhoneAsync("user7", "+49 30 7");
        await adopted.FollowAsync();
        await adopted.ReconcileIfAskedAsync();
        await people.ChangePhoneAsync("user3", "+49 30 3");
        await people.AddPasskeyAsync("user3", 1);
        await adopted.FollowAsync();

        host.ReadLog()
            .Where(record => record.Position > tail)
            .Select(record => (record.Type, record.SubjectId))
            .ShouldBe([(nameof(UserObservedChanged), IdOf("user7")), (nameof(UserObservedChanged), IdOf("user3"))]);
        await host.AcceptAsync(new ChangeUserPhone(IdOf("user3"), "+49 30 33", host.Tail()));
        await host.AcceptAsync(new DisableUser(IdOf("user7")));
        (await people.LetsInAsync("user7", Password)).ShouldBeFalse();
        (await people.AllAsync()).Single(person => person.UserName == "user3").PhoneNumber.ShouldBe("+49 30 33");

        string IdOf(string name) => all.Single(person => person.UserName == name).Id;
    }

    private static async Task UseWhatIsNewAsync(AdoptedHost adopted, StockShape shape)
    {
        var (host, people) = (adopted.Host, adopted.People);
        var nickname = shape.Column("Nickname");
        await adopted.FollowAsync();
        await adopted.ReconcileIfAskedAsync();
        host.Get<UserFieldSet>()
            .Attributes.Select(field => field.Name)
            .ShouldContain($"{AccountAttribute.Prefix}{nickname}");
        host.Get<IAttachedDatabase>().HasPasskeys.ShouldBeTrue();
        var before = await AttributeFixture.RowAsync(host, "user3");
        before.PasskeyCount.ShouldBe(1);
        before.AttributeOf(nickname).ShouldBe("none yet");

        await people.AddPasskeyAsync("user7", 2);
        await adopted.FollowAsync();
        (await AttributeFixture.RowAsync(host, "user7")).PasskeyCount.ShouldBe(1, "its trigger is there");
        var passkey = (await host.AskAsync(new ListUserPasskeys(before.Id))).Value.ShouldNotBeNull().Items[0];
        await host.AcceptAsync(new RevokePasskey(before.Id, passkey.PasskeyId));
        await host.AcceptAsync(AttributeFixture.Edit(await RowAsync(), (nickname, "Ace")));
        (await people.AllAsync()).Single(person => person.Id == before.Id).Passkeys.ShouldBe(0);
        adopted
            .Folder.Value(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT count(*) FROM {shape.Table("Users")} WHERE \"{nickname}\" = 'Ace'"
                )
            )
            .ShouldBe(1L);

        async Task<UserRow> RowAsync()
        {
            await host.CatchUpAsync();
            return await AttributeFixture.RowAsync(host, "user3");
        }
    }
}
