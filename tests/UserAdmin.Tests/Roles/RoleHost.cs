using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Roles;

/// <summary>Steps that tests of roles share.</summary>
internal static class RoleHost
{
    /// <summary>Creates a role and returns its row.</summary>
    public static async Task<RoleRow> CreateRoleAsync(this TestHost host, string name, params string[] permissions)
    {
        var id = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(id, name, null, permissions));
        return await host.GetRoleAsync(id);
    }

    /// <summary>Creates a user who holds the roles.</summary>
    public static async Task<string> CreateMemberAsync(this TestHost host, string name, params RoleRow[] roles)
    {
        var id = await host.CreateUserAsync(name, TestHost.Password);
        foreach (var role in roles)
        {
            await host.AcceptAsync(new AssignRole(id, role.Id));
        }

        return id;
    }

    /// <summary>Returns the role's row, up to date.</summary>
    public static async Task<RoleRow> GetRoleAsync(this TestHost host, string id) =>
        (await host.AskAsync(new GetRole(id))).Value.ShouldNotBeNull();

    /// <summary>Signs a user in and returns the session's id.</summary>
    public static async Task<string> SignInAsync(this TestHost host, string name)
    {
        var id = TestHost.NewSessionId();
        await host.AcceptAsync(new SignIn(id, $"{name}@example.com", TestHost.Password));
        return id;
    }

    /// <summary>Returns the session, or null if it has ended.</summary>
    public static Task<Session?> FindSessionAsync(this TestHost host, string id) =>
        host.Get<ISessions>().FindAsync(id, TestContext.Current.CancellationToken);

    /// <summary>Returns the account's security stamp.</summary>
    public static string StampOf(this TestHost host, string userId) =>
        host.Read(context => context.Users.Single(user => user.Id == userId).SecurityStamp!);

    /// <summary>Reads the write model.</summary>
    public static T Read<T>(this TestHost host, Func<WriteContext, T> read)
    {
        using var context = host.Get<IDbContextFactory<WriteContext>>().CreateDbContext();
        return read(context);
    }
}
