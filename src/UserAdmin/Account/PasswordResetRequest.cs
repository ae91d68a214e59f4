namespace UserAdmin.Account;

/// <summary>
/// A request for a password reset link that has not been answered yet. Whether the account exists is checked later, so
/// that the request takes the same time in every case.
/// </summary>
internal sealed class PasswordResetRequest
{
    public string Id { get; set; } = "";

    /// <summary>The address or user name as typed.</summary>
    public string Typed { get; set; } = "";

    /// <summary>Address it came from, when known.</summary>
    public string? IpAddress { get; set; }
}
