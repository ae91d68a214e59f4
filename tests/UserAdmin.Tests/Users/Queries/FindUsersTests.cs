using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Queries;

/// <summary>Users are found by whole values.</summary>
public sealed class FindUsersTests
{
    [Fact]
    public async Task FindUsers_ByWholeValues_FindsNoParts()
    {
        await using var host = await TestHost.StartAsync();
        var ann = await CreateAsync(host, "ann", "ann@x.example", "E-1");
        await CreateAsync(host, "joann", "joann@x.example", "E-12");
        var gone = await CreateAsync(host, "gone", "gone@x.example", "E-3");
        var address = await CreateAsync(host, "bo@x.example", "bo@x.example", "E-4");
        var other = await CreateAsync(host, "other", "someone@x.example", "E-5");
        await host.AcceptAsync(new DeleteUser(gone));

        (await FindAsync(host, UserKeyField.UserName, "ANN")).ShouldBe([ann]);
        (await FindAsync(host, UserKeyField.UserName, "bo@x.example")).ShouldBe([address]);
        (await FindAsync(host, UserKeyField.UserName, "other")).ShouldBe([other]);
        (await FindAsync(host, UserKeyField.UserName, "someone")).ShouldBeEmpty();
        (await FindAsync(host, UserKeyField.Email, "ann@x.example")).ShouldBe([ann]);
        (await FindAsync(host, UserKeyField.ExternalId, "E-1")).ShouldBe([ann]);
        (await FindAsync(host, UserKeyField.UserName, "ann@x.example")).ShouldBeEmpty();
        (await FindAsync(host, UserKeyField.UserName, "an")).ShouldBeEmpty();
        (await FindAsync(host, UserKeyField.UserName, "gone")).ShouldBeEmpty();
        (await FindAsync(host, UserKeyField.UserName, "")).ShouldBeEmpty();
        (await FindAsync(host, UserKeyField.UserName, "ann\nann@x.example")).ShouldBeEmpty();
    }

    private static async Task<string> CreateAsync(TestHost host, string userName, string email, string externalId)
    {
        var id = TestHost.NewId();
        // Not named as the user name, which would be found by the name.
        await host.AcceptAsync(new CreateUser(id, userName, email, "A Person") { ExternalId = externalId });
        return id;
    }

    private static async Task<IEnumerable<string>> FindAsync(TestHost host, UserKeyField field, string value) =>
        (await host.AskAsync(new FindUsers(field, value))).Value!.Select(row => row.Id);
}
