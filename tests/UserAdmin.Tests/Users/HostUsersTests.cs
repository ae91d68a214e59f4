using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EventLog;
using UserAdmin.Imports;
using UserAdmin.Pipeline;
using UserAdmin.Policies;
using UserAdmin.Tests.Imports;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Users;

/// <summary>The rules of an application that the console lives in.</summary>
public sealed class HostUsersTests
{
    private static readonly HostProblem _reserved = new("UserNameReserved", "Nobody here is called root.");
    private static readonly HostProblem _outside = new("EmailOutside", "Use an address of the company.");
    private static readonly HostProblem _incomplete = new("Incomplete", "The badge is missing.");

    [Fact]
    public async Task CreateUser_AgainstTheRules_IsRefusedInTheApplicationsWords()
    {
        await using var host = await StartAsync(new Company());

        var result = await host.SendAsync(new CreateUser(TestHost.NewId(), "root", "root@elsewhere.org", "Root"));
        result
            .Errors.Select(error => (error.Message, error.Field))
            .ShouldBe([(_reserved.Description, "UserName"), (_outside.Description, "Email")]);

        // Which characters a user name may have is the application's to say.
        var id = TestHost.NewId();
        await host.AcceptAsync(new CreateUser(id, "una ünal", "una@example.com", "Una"));
        (await host.GetUserAsync(id)).UserName.ShouldBe("una ünal");
    }

    [Fact]
    public async Task CreateUser_WithATakenName_NamesTheOwnerAndNotTheRule()
    {
        var company = new Company();
        await using var host = await StartAsync(company);
        await host.CreateUserAsync("una");
        company.Always = [new("DuplicateUserName", "Taken.")];

        var result = await host.SendAsync(new CreateUser(TestHost.NewId(), "UNA", "other@example.com", "Other"));

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(UserErrors.UserNameTaken.Code);
    }

    [Fact]
    public async Task Edit_AgainstTheRules_IsRefusedOnlyForWhatItChanges()
    {
        var company = new Company();
        await using var host = await StartAsync(company);
        var id = await host.CreateUserAsync("una");
        var version = (await host.GetUserAsync(id)).Version;
        company.Always = [_incomplete];

        var result = await host.SendAsync(
            new CommandSet([
                new ChangeUserName(id, "root", version),
                new ChangeUserEmail(id, "una@elsewhere.org", version),
            ])
        );

        // Without the problem that the account has had before.
        result
            .Errors.Select(error => (error.Message, error.Field))
            .ShouldBe([(_reserved.Description, "UserName"), (_outside.Description, "Email")]);
        company.Asked.ShouldContain(new HostAccount(id) { UserName = "root", Email = "una@elsewhere.org" });
        await host.AcceptAsync(new ChangeUserName(id, "una ünal", version));
    }

    [Fact]
    public async Task Rules_OfASet_AreAskedBeforeTheWriteGate()
    {
        var company = new Company();
        await using var host = await StartAsync(company);
        var other = await host.CreateUserAsync("other");
        var waiting = TimeSpan.FromSeconds(20);
        // Another command goes through while the rules are asked.
        company.OnAsked = () =>
            host.SendAsync(new LockUser(other, DateTimeOffset.UtcNow.AddDays(1)))
                .WaitAsync(waiting, TestContext.Current.CancellationToken);

        await host.AcceptAsync(new CommandSet([new CreateUser(TestHost.NewId(), "una", "una@example.com", "Una")]));

        company.Asked.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Import_AgainstTheRules_IsRefusedInThePreview()
    {
        await using var host = await StartAsync(new Company());
        await host.CreateUserAsync("sam");

        var importId = await host.PreviewAsync(
            "email,user name,name\nuna@example.com,una ünal,Una\nroot@elsewhere.org,root,Root\nsam@example.com,"
                + "root2,Sam\n",
            options => options with { Mode = ImportMode.CreateAndUpdate, MatchOn = ImportField.Email }
        );

        (await host.ListRowsAsync(importId))
            .Select(row => string.Join(' ', row.Errors.Select(error => $"{error.Field}: {error.Message}")))
            .ShouldBe([
                "",
                $"UserName: {_reserved.Description} Email: {_outside.Description}",
                $"UserName: {_reserved.Description}",
            ]);
    }

    [Fact]
    public async Task FailedSignIns_WithALockoutOfTheApplication_LockAsItSays()
    {
        await using var host = await TestHost.StartAsync(configure: services =>
            services.AddSingleton<IHostLockout>(new TwoTries())
        );
        var id = await host.CreateUserAsync("una", TestHost.Password);

        await host.TrySignInAsync("una@example.com", "wrong");
        host.ReadLog().ShouldNotContain(record => record.Type == nameof(UserLockedOut));
        await host.TrySignInAsync("una@example.com", "wrong");

        (await host.TrySignInAsync("una@example.com")).ShouldBeNull();
        var until = (await host.GetUserAsync(id)).LockedUntil.ShouldNotBeNull();
        (until - DateTimeOffset.UtcNow).ShouldBeInRange(TimeSpan.FromDays(36_499), TimeSpan.FromDays(36_500));
    }

    private static Task<TestHost> StartAsync(Company company) =>
        TestHost.StartAsync(configure: services => services.AddSingleton<IHostUsers>(company));

    private sealed class TwoTries : IHostLockout
    {
        public int MaxFailedAccessAttempts => 2;

        public TimeSpan DefaultLockoutTimeSpan => TimeSpan.MaxValue;
    }

    private sealed class Company : IHostUsers
    {
        public List<HostAccount> Asked { get; } = [];

        public IReadOnlyList<HostProblem> Always { get; set; } = [];

        public Func<Task> OnAsked { get; set; } = () => Task.CompletedTask;

        public async Task<IReadOnlyList<HostProblem>> ProblemsAsync(
            HostAccount account,
            CancellationToken cancellationToken
        )
        {
            Asked.Add(account);
            await OnAsked();
            return
            [
                .. Always,
                .. account.UserName?.StartsWith("root", StringComparison.Ordinal) is true
                    ? [_reserved]
                    : Array.Empty<HostProblem>(),
                .. account.Email?.EndsWith("@elsewhere.org", StringComparison.Ordinal) is true
                    ? [_outside]
                    : Array.Empty<HostProblem>(),
            ];
        }
    }
}
