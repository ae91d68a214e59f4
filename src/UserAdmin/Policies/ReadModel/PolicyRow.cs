namespace UserAdmin.Policies;

/// <summary>The policy as the settings page shows it.</summary>
public sealed class PolicyRow
{
    /// <summary>Always the same: there is one policy.</summary>
    public string Id { get; internal set; } = PolicyChanged.Subject;

    /// <summary>The policy.</summary>
    public Policy Policy => System.Text.Json.JsonSerializer.Deserialize<Policy>(Json) ?? new();

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>By whom.</summary>
    public string ChangedBy { get; internal set; } = "";

    /// <summary>Log position of the last change: the version an edit carries.</summary>
    public long Version { get; internal set; }

    /// <summary>The policy as stored.</summary>
    internal string Json { get; set; } = "{}";
}
