using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd.Killing;

/// <summary>
/// The test's own record of what it sent and what was answered: a model of the accounts so simple that it cannot have
/// the program's mistakes. At most one command for each account is in flight, so every outcome is known beforehand.
/// </summary>
internal sealed class Ledger(Random random)
{
    private const int MostAccounts = 40;

    private readonly List<Account> _accounts = [];
    private int _names;

    /// <summary>The expected accounts.</summary>
    public IReadOnlyList<Account> Accounts => [.. _accounts.Where(account => account.Version > 0)];

    /// <summary>Commands sent but not answered yet, in the order in which they were sent.</summary>
    public Queue<Sent> Unanswered { get; } = [];

    /// <summary>The accepted commands and their log positions.</summary>
    public Dictionary<Guid, long> Accepted { get; } = [];

    /// <summary>The ids of the refused commands.</summary>
    public HashSet<Guid> Refused { get; } = [];

    /// <summary>The number of commands sent a second time.</summary>
    public int Resent { get; set; }

    /// <summary>Returns the next command, or null while every account has one in flight.</summary>
    public Sent? Next()
    {
        var idle = _accounts.Where(account => !account.IsBusy).ToList();
        if (idle.Count == 0 || (_accounts.Count < MostAccounts && random.Next(8) == 0))
        {
            return _accounts.Count < MostAccounts ? Create() : null;
        }

        var account = idle[random.Next(idle.Count)];
        var others = idle.Where(other => other != account).ToList();
        return random.Next(10) switch
        {
            < 4 => ChangeEmail(account),
            < 7 => UpdateProfile(account),
            < 9 => account.IsDisabled
                ? Send("EnableUser", account, new { userId = account.Id }, () => account.IsDisabled = false)
                : Send("DisableUser", account, new { userId = account.Id }, () => account.IsDisabled = true),
            _ when others.Count > 0 => TakeEmail(account, others[random.Next(others.Count)]),
            _ => ChangeEmail(account),
        };
    }

    /// <summary>Records an answer; answers arrive in the order of the commands.</summary>
    public void Answered(SenderAnswer answer)
    {
        var sent = Unanswered.Dequeue();
        answer.Id.ShouldBe(sent.Id);
        sent.Accounts.ForEach(account => account.IsBusy = false);
        if (sent.OnAccepted is null)
        {
            answer
                .Refused.ShouldNotBeNull($"{sent.Command} {sent.Id} takes another account's email")
                .ShouldHaveSingleItem()
                .Code.ShouldBe("users.email-taken");
            Refused.Add(sent.Id);
            return;
        }

        var position = answer.Accepted.ShouldNotBeNull(
            $"{sent.Command} {sent.Id} was refused: {answer.Refused?[0].Message}"
        );
        sent.OnAccepted();
        sent.Accounts[0].Version = position;
        Accepted.Add(sent.Id, position);
    }

    private Sent Create()
    {
        var account = new Account(Guid.CreateVersion7().ToString(), $"user{++_names}")
        {
            DisplayName = $"User {_names}",
        };
        var email = $"{account.UserName}@example.com";
        _accounts.Add(account);
        return Send(
            "CreateUser",
            account,
            new
            {
                userId = account.Id,
                userName = account.UserName,
                email,
                displayName = account.DisplayName,
            },
            () => account.Email = email
        );
    }

    private Sent ChangeEmail(Account account)
    {
        var email = $"{account.UserName}.{++_names}@example.org";
        return Send(
            "ChangeUserEmail",
            account,
            new
            {
                userId = account.Id,
                email,
                seenVersion = account.Version,
            },
            () => account.Email = email
        );
    }

    private Sent UpdateProfile(Account account)
    {
        var (displayName, jobTitle) = ($"Üser {++_names} 用户", random.Next(3) == 0 ? null : $"Job {_names}");
        return Send(
            "UpdateUserProfile",
            account,
            new
            {
                userId = account.Id,
                displayName,
                jobTitle,
                seenVersion = account.Version,
            },
            () => (account.DisplayName, account.JobTitle) = (displayName, jobTitle)
        );
    }

    // The other account is marked as busy too, so that it does not give up the requested email meanwhile.
    private Sent TakeEmail(Account account, Account other) =>
        Send(
            "ChangeUserEmail",
            account,
            new
            {
                userId = account.Id,
                email = other.Email.ToUpperInvariant(),
                seenVersion = account.Version,
            },
            onAccepted: null,
            other
        );

    private Sent Send(string command, Account account, object body, Action? onAccepted, params Account[] others)
    {
        var sent = new Sent(Guid.CreateVersion7(), command, body, [account, .. others], onAccepted);
        sent.Accounts.ForEach(one => one.IsBusy = true);
        Unanswered.Enqueue(sent);
        return sent;
    }
}

/// <summary>The expected state of an account.</summary>
internal sealed class Account(string id, string userName)
{
    public string Id { get; } = id;

    public string UserName { get; } = userName;

    public string Email { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string? JobTitle { get; set; }

    public bool IsDisabled { get; set; }

    /// <summary>The log position of the last command accepted for it; 0 before the first.</summary>
    public long Version { get; set; }

    public bool IsBusy { get; set; }

    /// <summary>Returns the account in the format of a query of the tables.</summary>
    public string Row() => string.Join(" | ", Id, UserName, Email, DisplayName, JobTitle ?? "∅", IsDisabled ? 1 : 0);
}

/// <summary>A command in flight.</summary>
internal sealed record Sent(Guid Id, string Command, object Body, List<Account> Accounts, Action? OnAccepted);
