namespace UserAdmin.Users;

/// <summary>
/// A link that was sent by mail. It works once and until it expires, and only the newest link for a purpose works.
/// </summary>
internal sealed class AccountLink
{
    /// <summary>
    /// The id that the link's token is made from (<see cref="ILinkTokens"/>). The id alone does not give access.
    /// </summary>
    public string Id { get; set; } = "";

    public string UserId { get; set; } = "";

    public LinkPurpose Purpose { get; set; }

    /// <summary>The address it was sent to. The link stops working if the account's address changes.</summary>
    public string Email { get; set; } = "";

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>What a link is for.</summary>
public enum LinkPurpose
{
    /// <summary>Accepting the invitation to an account.</summary>
    Invitation,

    /// <summary>Choosing a new password.</summary>
    PasswordReset,

    /// <summary>Proving that the person receives mail at the address.</summary>
    EmailConfirmation,
}
