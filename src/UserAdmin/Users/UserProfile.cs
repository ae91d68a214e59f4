namespace UserAdmin.Users;

/// <summary>What Identity has no column for. One row a user, in a table of ours.</summary>
internal sealed class UserProfile
{
    /// <summary>The fields an administrator edits, by the name they have in commands, events and history.</summary>
    public static readonly IReadOnlyList<string> Fields =
        [nameof(DisplayName), nameof(GivenName), nameof(FamilyName), nameof(JobTitle), nameof(Department), nameof(Locale), nameof(TimeZone)];

    public string UserId { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? JobTitle { get; set; }

    public string? Department { get; set; }

    public string? Locale { get; set; }

    public string? TimeZone { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Tells a disabled account from a locked one: Identity has one column for both.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>A field by its name.</summary>
    public string? this[string field]
    {
        get => field switch
        {
            nameof(DisplayName) => DisplayName,
            nameof(GivenName) => GivenName,
            nameof(FamilyName) => FamilyName,
            nameof(JobTitle) => JobTitle,
            nameof(Department) => Department,
            nameof(Locale) => Locale,
            nameof(TimeZone) => TimeZone,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No such profile field."),
        };
        set
        {
            switch (field)
            {
                case nameof(DisplayName): DisplayName = value ?? ""; break;
                case nameof(GivenName): GivenName = value; break;
                case nameof(FamilyName): FamilyName = value; break;
                case nameof(JobTitle): JobTitle = value; break;
                case nameof(Department): Department = value; break;
                case nameof(Locale): Locale = value; break;
                case nameof(TimeZone): TimeZone = value; break;
                default: throw new ArgumentOutOfRangeException(nameof(field), field, "No such profile field.");
            }
        }
    }
}
