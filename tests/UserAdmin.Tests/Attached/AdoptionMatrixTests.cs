using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tests.Account;
using UserAdmin.Tests.Attaching;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Attached;

/// <summary>Databases of applications of every shape, from attaching to detaching.</summary>
public sealed class AdoptionMatrixTests
{
    private const string Password = "Correct-horse-9";

    [Theory]
    [MemberData(nameof(StockMatrix.Pairs), MemberType = typeof(StockMatrix))]
    public async Task Database_OfAnApplication_IsAdministered(
        int version,
        StockKey key,
        bool isExtended,
        StockNames names,
        bool byMigrations
    )
    {
        var shape = new StockShape(TestProvider.Stock, version, key, isExtended, names, byMigrations);
        await using var adopted = await AdoptedHost.StartAsync(shape);

        adopted
            .Host.ReadLog()
            .Count(record => record.Type == nameof(UserObserved))
            .ShouldBe((int)adopted.Folder.Counts.Users);
        await adopted.ShouldAgreeAsync();
        await AdministerAsync(adopted);
        await ManageRolesAsync(adopted);
        await CreateAsync(adopted, isExtended);
        await FollowAsync(adopted);
        await adopted.ShouldAgreeAsync();
        await adopted.DetachAsync();
    }

    private static async Task AdministerAsync(AdoptedHost adopted)
    {
        var (host, people) = (adopted.Host, adopted.People);
        var user = (await people.AllAsync()).Single(person => person.UserName == "user1");
        var editor = RoleId(host, "Editor");
        user.Roles.ShouldNotContain("Editor");
        (await people.LetsInAsync("user1", Password)).ShouldBeTrue();
        var session = await host.AttemptAsync("user1", Password);
        (await host.FindSessionAsync(session)).ShouldNotBeNull().UserId.ShouldBe(user.Id);

        await host.AcceptAsync(new ChangeUserPhone(user.Id, "+44 20 7946 0000", host.Tail()));
        await host.AcceptAsync(new AssignRole(user.Id, editor));
        (await people.RolesAsync("user1")).ShouldContain("Editor");
        (await people.LetsInAsync("user1", Password)).ShouldBeTrue();
        await host.AcceptAsync(new DisableUser(user.Id));
        (await people.LetsInAsync("user1", Password)).ShouldBeFalse();
        (await people.AllAsync()).Single(person => person.Id == user.Id).PhoneNumber.ShouldBe("+44 20 7946 0000");
    }

    private static async Task ManageRolesAsync(AdoptedHost adopted)
    {
        var (host, people) = (adopted.Host, adopted.People);
        var roleId = await host.Get<INewKeys>().OfRoleAsync();
        await host.AcceptAsync(new CreateRole(roleId, "Auditor", null, []));
        foreach (var member in (await people.AllAsync()).Where(person => person.UserName is "user3" or "user7"))
        {
            await host.AcceptAsync(new AssignRole(member.Id, roleId));
        }

        await host.AcceptAsync(new UpdateRole(roleId, "Auditors", null, host.Tail()));
        (await people.RolesAsync("user3")).ShouldContain("Auditors");
        (await people.StampAsync("user3")).ShouldNotBe(await people.StampAsync("user7"));
        await host.AcceptAsync(new DeleteRole(roleId, null));
        (await people.RolesAsync("user7")).ShouldNotContain("Auditors");
    }

    private static async Task CreateAsync(AdoptedHost adopted, bool isExtended)
    {
        var id = (await adopted.Host.Get<INewKeys>().OfUsersAsync())[0];
        var required = adopted.Host.Get<IAttachedDatabase>().Attributes.Where(attribute => attribute.IsRequired);
        required.Count().ShouldBe(isExtended ? 4 : 0);
        await adopted.Host.AcceptAsync(
            new CreateUser(id, "ada", "ada@example.com", "Ada")
            {
                Password = TestHost.Password,
                Attributes =
                [
                    .. required.Select(attribute => new AttributeValue(attribute.Column.Name, Some(attribute))),
                ],
            }
        );
        (await adopted.People.LetsInAsync("ada", TestHost.Password)).ShouldBeTrue();
        await adopted.Host.AcceptAsync(new DeleteUser(id));
        (await adopted.People.LetsInAsync("ada", TestHost.Password)).ShouldBeFalse();
        await adopted.Host.AcceptAsync(new PurgeUser(id, "ada"));
    }

    private static string Some(AccountAttribute attribute) =>
        attribute.Type switch
        {
            ExtraColumnType.Text => "Ada",
            ExtraColumnType.Boolean => "no",
            ExtraColumnType.Moment => "2026-01-31T08:30:00Z",
            _ => "12.5",
        };

    private static async Task FollowAsync(AdoptedHost adopted)
    {
        var (host, people) = (adopted.Host, adopted.People);
        var all = await people.AllAsync();
        var tail = host.Tail();

        await people.ChangePhoneAsync("user3", "+49 30 1");
        await people.AddToRoleAsync("user7", "Editor");
        await people.DeleteAsync("user5");
        var registered = await people.RegisterAsync("newcomer");
        await adopted.FollowAsync();

        host.ReadLog()
            .Where(record => record.Position > tail)
            .Select(record => (record.Type, record.SubjectId))
            .ShouldBe(
                [
                    (nameof(UserObservedChanged), IdOf("user3")),
                    (nameof(UserObservedChanged), IdOf("user7")),
                    (nameof(UserObservedGone), IdOf("user5")),
                    (nameof(UserObserved), registered),
                ],
                ignoreOrder: true
            );
        await host.AcceptAsync(new ChangeUserPhone(IdOf("user3"), "+49 30 2", host.Tail()));

        string IdOf(string name) => all.Single(person => person.UserName == name).Id;
    }

    private static string RoleId(TestHost host, string name)
    {
        using var context = host.Get<IReadStore>().CreateContext();
        return context.Set<RoleRow>().Single(row => row.Name == name).Id;
    }
}
