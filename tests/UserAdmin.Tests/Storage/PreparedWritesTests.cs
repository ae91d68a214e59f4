using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Storage;

/// <summary>Rows of the write model are written as EF Core itself would write them.</summary>
public sealed class PreparedWritesTests
{
    private static readonly DateTimeOffset _moment = new(2026, 11, 28, 12, 34, 56, 789, TimeSpan.FromHours(2));

    [Fact]
    public async Task Rows_InATransaction_AreTheSameAsThoseThatEfCoreWrites()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        // Without a transaction, EF Core writes them.
        var theirs = await WriteAsync(host, isInTransaction: false);

        var ours = await WriteAsync(host, isInTransaction: true);

        ours.ShouldBe(theirs);
    }

    [Fact]
    public async Task Rows_ThatReferToEachOther_AreInsertedAndDeletedInAPossibleOrder()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await using var context = Context(host);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        var member = new IdentityUserRole<string> { UserId = "u", RoleId = "r" };
        context.Add(member);
        context.Add(NewUser("u"));
        context.Add(Role.Create("r", "Crew", null, [], new UpperInvariantLookupNormalizer()));
        await context.SaveChangesAsync(Token);
        context.UserRoles.Count(row => row.RoleId == "r").ShouldBe(1);

        context.RemoveRange(context.ChangeTracker.Entries().Select(entry => entry.Entity).Reverse().ToList());
        await context.SaveChangesAsync(Token);

        context.Users.Count(row => row.Id == "u").ShouldBe(0);
        context.UserRoles.Count(row => row.RoleId == "r").ShouldBe(0);
    }

    [Fact]
    public async Task Row_ThatSomebodyElseHasChanged_IsNotWritten()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        await using var stale = Context(host);
        var user = await stale.Users.Include(row => row.Profile).SingleAsync(row => row.Id == id, Token);
        await host.AcceptAsync(new ConfirmUserEmail(id));

        await using var transaction = await stale.Database.BeginTransactionAsync(Token);
        user.RoleAssigned(Role.Create("r", "Crew", null, [], new UpperInvariantLookupNormalizer()));

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => stale.SaveChangesAsync(Token));
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public async Task Rows_ThatPassAUniqueValueOn_AreWrittenInAPossibleOrder(string giver, string taker)
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await using var context = Context(host);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        context.Add(NewUser("a", name: "x"));
        context.Add(NewUser("b", name: "y"));
        await context.SaveChangesAsync(Token);
        context.ChangeTracker.Clear();

        var rows = await context
            .Users.Where(row => row.Id == "a" || row.Id == "b")
            .OrderBy(row => row.Id)
            .ToListAsync(Token);
        var given = rows.Single(row => row.Id == giver).NormalizedUserName;
        rows.Single(row => row.Id == giver).NormalizedUserName = "NEW";
        rows.Single(row => row.Id == taker).NormalizedUserName = given;
        await context.SaveChangesAsync(Token);

        context.Users.Count(row => row.Id == taker && row.NormalizedUserName == given).ShouldBe(1);
    }

    [Fact]
    public async Task Row_WithAValueThatIsTaken_FailsAsEfCoreFails()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await using var context = Context(host);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        context.Add(NewUser("first", name: "same"));
        context.Add(NewUser("second", name: "same"));

        var fault = await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Token));

        fault.InnerException.ShouldNotBeNull().Message.ShouldContain("UNIQUE");
        fault.Entries.ShouldHaveSingleItem().Entity.ShouldBeOfType<User>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static WriteContext Context(TestHost host) => host.Get<IDbContextFactory<WriteContext>>().CreateDbContext();

    private static User NewUser(string id, string? name = null) =>
        User.Create(
            id,
            name ?? id,
            $"{id}@example.com",
            new UserProfile { DisplayName = "Ann", CreatedAt = _moment },
            phoneNumber: null,
            passwordHash: "hash",
            new UpperInvariantLookupNormalizer()
        );

    private static async Task<IReadOnlyList<string>> WriteAsync(TestHost host, bool isInTransaction)
    {
        await using var context = Context(host);
        await using var transaction = isInTransaction ? await context.Database.BeginTransactionAsync(Token) : null;
        var user = NewUser("same");
        (user.SecurityStamp, user.ConcurrencyStamp) = ("security", "one");
        user.LockoutEnd = _moment;
        context.Add(user);
        await context.SaveChangesAsync(Token);
        var rows = Rows(context);
        (user.PhoneNumber, user.EmailConfirmed, user.LockoutEnd, user.ConcurrencyStamp) = ("1", true, null, null);
        (user.Profile.JobTitle, user.Profile.DisabledAt) = ("Pilot", _moment);
        await context.SaveChangesAsync(Token);
        rows.AddRange(Rows(context));
        // The stamp is now expected to be null.
        user.ConcurrencyStamp = "two";
        await context.SaveChangesAsync(Token);
        rows.AddRange(Rows(context));
        context.Remove(user);
        await context.SaveChangesAsync(Token);
        rows.AddRange(Rows(context));
        return rows;
    }

    private static List<string> Rows(WriteContext context)
    {
        var rows = new List<string>();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText =
            $"SELECT u.*, p.*, {TestProvider.TypeOf}(u.\"LockoutEnd\"), {TestProvider.TypeOf}(p.\"DisabledAt\"), "
            + $"{TestProvider.TypeOf}(u.\"EmailConfirmed\") FROM \"AspNetUsers\" u "
            + "JOIN \"UserProfiles\" p ON p.\"UserId\" = u.\"Id\" WHERE u.\"Id\" = 'same'";
        context.Database.OpenConnection();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join(" | ", values));
        }

        rows.Add("");
        return rows;
    }
}
