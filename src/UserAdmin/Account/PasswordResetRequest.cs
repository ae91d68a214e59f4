namespace UserAdmin.Account;

/// <summary>
/// Somebody has asked for a link to choose a new password, and it was not yet looked at whether there is such an
/// account: whoever asks waits for the same work whatever the answer, which is worked out a moment later.
/// </summary>
internal sealed class PasswordResetRequest
{
    public string Id { get; set; } = "";

    /// <summary>Address or user name as it was typed.</summary>
    public string Typed { get; set; } = "";

    /// <summary>Address it came from, when known.</summary>
    public string? IpAddress { get; set; }
}
