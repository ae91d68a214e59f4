namespace UserAdmin.Tests.Properties;

/// <summary>One account as the naive model keeps it: every value that each field ever had.</summary>
internal sealed record NaiveAccount(string Id, bool HasPassword)
{
    /// <summary>Stands for the position of a change that is not in the log yet.</summary>
    public const long Pending = -1;

    /// <summary>Each value with the log position of the change that set it.</summary>
    public List<(long At, string Field, string? Value)> Values { get; init; } = [];

    public HashSet<string> Roles { get; init; } = [];

    public bool IsDisabled { get; set; }

    public bool IsLocked { get; set; }

    public int FailedSignIns { get; set; }

    public long CreatedAt { get; set; } = Pending;

    public long Version { get; set; } = Pending;

    public string? this[string field]
    {
        get => Values.LastOrDefault(value => value.Field == field).Value;
        set
        {
            // A field that was never set and still is not has not changed.
            if (value is not null || this[field] is not null)
            {
                Values.Add((Pending, field, value));
            }
        }
    }

    /// <summary>The value the field had at a log position; nothing before the account was created.</summary>
    public string? ValueAt(string field, long version) =>
        Values.LastOrDefault(value => value.Field == field && value.At != Pending && value.At <= version).Value;

    /// <summary>The value the field has in the log.</summary>
    public string? Logged(string field) =>
        Values.LastOrDefault(value => value.Field == field && value.At != Pending).Value;

    public bool ChangedSince(string field, long version) =>
        Values.Exists(value => value.Field == field && value.At > version);

    public NaiveAccount Copy() => this with { Values = [.. Values], Roles = [.. Roles] };

    /// <summary>What was pending is in the log now.</summary>
    public void Commit(long position)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            Values[i] = Values[i] with { At = Values[i].At == Pending ? position : Values[i].At };
        }

        CreatedAt = CreatedAt == Pending ? position : CreatedAt;
        Version = Version == Pending ? position : Version;
    }
}

/// <summary>One role as the naive model keeps it.</summary>
internal sealed record NaiveRole(string Name, IReadOnlyList<string> Permissions);

/// <summary>Everything there is, as the naive model keeps it.</summary>
internal sealed record NaiveDirectory(string AdministratorRoleId)
{
    public Dictionary<string, NaiveAccount> Accounts { get; init; } = [];

    public Dictionary<string, NaiveRole> Roles { get; init; } = [];

    /// <summary>How many events there are.</summary>
    public long Tail { get; set; }

    public NaiveDirectory Copy() =>
        this with
        {
            Accounts = Accounts.ToDictionary(pair => pair.Key, pair => pair.Value.Copy()),
            Roles = new(Roles),
        };

    /// <summary>What a user may do, or null for one who may not even sign in.</summary>
    public HashSet<string>? AccessOf(string userId) =>
        Accounts.TryGetValue(userId, out var account) && !account.IsDisabled ? PermissionsOf(account) : null;

    public HashSet<string> PermissionsOf(NaiveAccount account) =>
        [.. account.Roles.SelectMany(role => Roles[role].Permissions)];

    public bool IsLastAdministrator(NaiveAccount account)
    {
        var active = Accounts
            .Values.Where(other => other.Roles.Contains(AdministratorRoleId) && !other.IsDisabled && other.HasPassword)
            .ToList();
        return active is [var only] && only == account;
    }

    public bool IsTaken(string field, string? value, string exceptId) =>
        Accounts.Values.Any(other =>
            other.Id != exceptId && string.Equals(other[field], value, StringComparison.OrdinalIgnoreCase)
        );

    public NaiveAccount? FindByEmail(string email) =>
        Accounts.Values.FirstOrDefault(account =>
            string.Equals(account["Email"], email, StringComparison.OrdinalIgnoreCase)
        )
        ?? Accounts.Values.FirstOrDefault(account =>
            string.Equals(account["UserName"], email, StringComparison.OrdinalIgnoreCase)
        );
}
