namespace UserAdmin.Policies;

/// <summary>The policy as the settings page shows it.</summary>
public sealed class PolicyRow
{
    /// <summary>Always the same, because there is only one policy.</summary>
    public string Id { get; internal set; } = PolicyChanged.Subject;

    /// <summary>The policy.</summary>
    public Policy Policy => System.Text.Json.JsonSerializer.Deserialize<Policy>(Json) ?? new();

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>Name of the person who last changed it.</summary>
    public string ChangedBy { get; internal set; } = "";

    /// <summary>Id of that person.</summary>
    internal string ChangedById { get; set; } = "";

    /// <summary>Log position of the last change: the version that an edit is based on.</summary>
    public long Version { get; internal set; }

    /// <summary>The policy as stored.</summary>
    internal string Json { get; set; } = "{}";
}
