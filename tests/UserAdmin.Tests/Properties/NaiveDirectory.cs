namespace UserAdmin.Tests.Properties;

/// <summary>One account in the naive model: every value that each field ever had.</summary>
internal sealed record NaiveAccount(string Id, bool HasPassword)
{
    /// <summary>The position of a change that is not in the log yet.</summary>
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
            // A field that was null and stays null has not changed.
            if (value is not null || this[field] is not null)
            {
                Values.Add((Pending, field, value));
            }
        }
    }

    /// <summary>Returns the field's value at a log position; null before the account was created.</summary>
    public string? ValueAt(string field, long version) =>
        Values.LastOrDefault(value => value.Field == field && value.At != Pending && value.At <= version).Value;

    /// <summary>Returns the field's value in the log.</summary>
    public string? Logged(string field) =>
        Values.LastOrDefault(value => value.Field == field && value.At != Pending).Value;

    public bool ChangedSince(string field, long version) =>
        Values.Exists(value => value.Field == field && value.At > version);

    public NaiveAccount Copy() => this with { Values = [.. Values], Roles = [.. Roles] };

    /// <summary>Gives the pending changes their position in the log.</summary>
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

/// <summary>One role in the naive model.</summary>
internal sealed record NaiveRole(string Name, IReadOnlyList<string> Permissions);

/// <summary>All data of the naive model.</summary>
internal sealed record NaiveDirectory(string AdministratorRoleId)
{
    public Dictionary<string, NaiveAccount> Accounts { get; init; } = [];

    public Dictionary<string, NaiveRole> Roles { get; init; } = [];

    /// <summary>The number of events.</summary>
    public long Tail { get; set; }

    public NaiveDirectory Copy() =>
        this with
        {
            Accounts = Accounts.ToDictionary(pair => pair.Key, pair => pair.Value.Copy()),
            Roles = new(Roles),
        };

    /// <summary>Returns a user's permissions, or null for a user who may not even sign in.</summary>
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
