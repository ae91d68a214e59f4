using CsCheck;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Storage;
using UserAdmin.Tests.Bulk;
using UserAdmin.Tests.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Erasing;

/// <summary>What the read model keeps of a purged person, while it follows and after a rebuild.</summary>
public sealed class ErasedRowsTests
{
    /// <summary>
    /// Every table of the read model, and why it holds nothing of a purged person. A new table needs a line here, and
    /// what the line says.
    /// </summary>
    private static readonly Dictionary<string, string> _tables = new()
    {
        ["ActivityTallies"] = "counts events by type",
        ["ApplicationKeys"] = "ApplicationProjection keeps ids of people, and no names",
        ["Applications"] = "the owner's id is removed with the account; no names of people",
        ["BulkItems"] = "ids and errors; UserErrors.Taken may name another account: in the log of a bulk action too",
        ["Bulks"] = "BulkProjection erases actor, reason and who cancelled",
        ["Checkpoint"] = "position and hash",
        ["ExternalLogins"] = "UserStateProjection removes the rows",
        ["History"] = "HistoryErasure",
        ["Imports"] = "ImportProjection erases actors and reason; the name of the file stays, as in the log",
        ["ListLayouts"] = "ViewProjection removes the row",
        ["Mails"] = "MailProjection erases name and address",
        ["Passkeys"] = "UserStateProjection removes the rows",
        ["Policies"] = "UserStateProjection erases who changed it",
        ["RefusedAttempts"] = "RefusedAttemptProjection erases name and address",
        ["Roles"] = "names and permissions of roles",
        ["Sessions"] = "SessionProjection removes the rows",
        ["UserClaims"] = "UserStateProjection removes the rows; HistoryErasure erases who added those of others",
        ["UserRoles"] = "UserStateProjection removes the rows; HistoryErasure erases who gave those of others",
        ["UserExternalIds"] = "UserStateProjection removes the rows",
        ["Users"] = "UserStateProjection removes the row",
        ["ViewPins"] = "ViewProjection removes the rows",
        ["Views"] = "an own view is deleted with the account; a shared one stays, as what its owner gave to all",
        ["Webhooks"] = "addresses of receivers; deliveries are on the write side, and hold ids of people only",
    };

    public ErasedRowsTests() => TestProvider.SkipIfMissing();

    [Fact]
    public void Tables_OfTheReadModel_AllSayWhyTheyHoldNothing()
    {
        using var context = new ReadContext(new DbContextOptionsBuilder<ReadContext>().UseSqlite().Options);
        context
            .Model.GetEntityTypes()
            .Select(type => type.GetTableName()!)
            .Order(StringComparer.Ordinal)
            .ShouldBe(_tables.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PurgeUser_OfAnActor_LeavesNoNameInAnyRow()
    {
        await using var host = await TestHost.StartAsync();
        var (admin, zyx) = (await host.CreateAdministratorAsync(), await host.CreateAdministratorAsync("zyxwandaquor"));
        var others = await host.CreateUsersAsync(700);
        var role = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(role, "Readers", null, [Permissions.UsersRead]));
        await host.AcceptAsync(new AssignRole(others[0], role), zyx);
        await host.AcceptAsync(new AddUserClaim(others[0], "place", "here"), zyx);
        await host.AcceptAsync(new AddUserClaim(others[0], "place", "there"), admin);
        foreach (var part in others.Chunk(100))
        {
            await host.AcceptAsync(new CommandSet([.. part.Select(id => new DisableUser(id))]), zyx);
        }

        (
            await host.SendAsync(new EnableUser(others[1]), zyx, reason: "a reason that is another's")
        ).Errors.ShouldBeEmpty();
        var bulk = await host.StartBulkAsync(BulkAction.Enable, [others[2]], zyx, reason: "she wants it");
        await host.RunBulkAsync();
        await host.CatchUpAsync();
        host.DumpRead().ShouldContain("zyxwandaquor");

        await host.AcceptAsync(new DeleteUser(zyx.Id));
        await host.AcceptAsync(new PurgeUser(zyx.Id, "zyxwandaquor"), admin);
        await host.CatchUpAsync();

        var live = host.DumpRead();
        live.ShouldNotContain("zyxwandaquor");
        var claims = Rows(host, context => context.UserClaims.Where(row => row.UserId == others[0]).ToList());
        claims.Single(row => row.Value == "here").AddedBy.ShouldBe("erased");
        claims.Single(row => row.Value == "there").AddedBy.ShouldBe("admin");
        var disabled = (await host.AskAsync(new GetUserHistory(others[1]))).Value!.Items;
        disabled.ShouldContain(row =>
            row.ActorName == "erased" && row.What == "Account enabled" && row.Reason == "a reason that is another's"
        );
        Rows(host, context => context.Bulks.Single(row => row.BatchId == bulk)).Reason.ShouldBe("erased");
        await host.StopFollowingAsync();
        host.Get<IReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
        host.DumpRead().ShouldBe(live);
    }

    [Fact]
    public Task AnyHistoryWithPurges_Followed_GivesTheReadModelOfARebuild() =>
        Deed.Story.SampleAsync(
            async story =>
            {
                await using var host = await TestHost.StartAsync();
                var admin = await host.CreateAdministratorAsync();
                var cast = new string?[4];
                foreach (var deed in story)
                {
                    await deed.DoAsync(host, cast, admin);
                }

                await host.RunBulkAsync();
                await host.CatchUpAsync();
                await host.StopFollowingAsync();
                var followed = host.DumpRead();
                host.Get<IReadModelRebuild>()
                    .Run(_ => { }, TestContext.Current.CancellationToken)
                    .ShouldBe(host.Tail());
                host.DumpRead().ShouldBe(followed);
            },
            iter: 25,
            threads: 1,
            print: story => string.Join(Environment.NewLine, story.Select(deed => deed.ToString()))
        );

    private static T Rows<T>(TestHost host, Func<ReadContext, T> read)
    {
        using var context = host.Get<IReadStore>().CreateContext();
        return read(context);
    }

    /// <summary>What one of four people, or the administrator, does to one of them.</summary>
    private sealed record Deed(int Kind, int By, int On, int Value)
    {
        public static Gen<Deed[]> Story { get; } =
            Gen.Select(Gen.Int[0, 15], Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 2])
                .Select((kind, by, on, value) => new Deed(kind, by, on, value))
                .Array[5, 60];

        public async Task DoAsync(TestHost host, string?[] cast, Actor admin)
        {
            if (cast[On] is not { } id)
            {
                cast[On] = id = TestHost.NewId();
                await host.AcceptAsync(
                    new CreateUser(id, $"p{id[^6..]}", $"p{id[^6..]}@example.com", $"Person {id[^4..]}")
                    {
                        Department = $"Department {Value}",
                        Password = TestHost.Password,
                    },
                    admin
                );
                await host.AcceptAsync(new MakeAdministrator(id));
                return;
            }

            var actor = By < 4 && cast[By] is { } by ? Actor.User(by) : admin;
            var position = host.Tail();
            ICommand command = Kind switch
            {
                0 => new UpdateUserProfile(id, $"Name {Value}", position) { Department = $"Department {Value}" },
                1 => new ChangeUserEmail(id, $"p{id[^6..]}-{Value}@example.com", position),
                2 => new ChangeUserPhone(id, $"+49 30 {Value}{Value}", position),
                3 => new AddUserClaim(id, $"type{Value % 2}", $"value {Value}"),
                4 => new RemoveUserClaim(id, $"type{Value % 2}", $"value {Value}"),
                5 => new ChangeUserClaim(id, $"type{Value % 2}", $"value {Value}", $"value {(Value + 1) % 3}"),
                6 => new SendPasswordReset(id),
                7 => new DisableUser(id),
                8 => new EnableUser(id),
                9 => new SignIn(TestHost.NewSessionId(), $"p{id[^6..]}@example.com", TestHost.Password)
                {
                    UserAgent = $"Fox {Value}",
                },
                10 => new AssignRole(id, host.Read(context => context.Roles.First().Id)),
                11 => new RemoveRole(id, host.Read(context => context.Roles.First().Id)),
                12 => new UserAdmin.Bulk.Commands.StartBulkAction(TestHost.NewId(), BulkAction.Disable, [id]),
                13 => new CreateRole(TestHost.NewId(), $"Role {TestHost.NewId()}", null, []),
                14 => new DeleteUser(id),
                _ => new PurgeUser(id, $"p{id[^6..]}"),
            };
            var result = await host.Get<ICommandBus>()
                .SendAsync(
                    command,
                    new CommandContext(Kind == 9 ? Actor.Anonymous : actor, Guid.CreateVersion7())
                    {
                        Reason = Value == 0 ? null : $"reason {Value}",
                        IpAddress = Value == 2 ? null : $"203.0.113.{By}",
                    },
                    TestContext.Current.CancellationToken
                );
            if (command is PurgeUser && result.IsAccepted)
            {
                cast[On] = null;
            }
        }
    }
}
