namespace UserAdmin.Users;

/// <summary>A link that was sent by mail: works once, until a moment, and only the newest of its purpose.</summary>
internal sealed class AccountLink
{
    /// <summary>Id that the link's token is made from (<see cref="ILinkTokens"/>); worth nothing by itself.</summary>
    public string Id { get; set; } = "";

    public string UserId { get; set; } = "";

    public LinkPurpose Purpose { get; set; }

    /// <summary>Address it was sent to; a changed address makes the link worthless.</summary>
    public string Email { get; set; } = "";

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>What a link is for.</summary>
public enum LinkPurpose
{
    /// <summary>Taking over an account that was made for one.</summary>
    Invitation,

    /// <summary>Choosing a new password.</summary>
    PasswordReset,

    /// <summary>Showing that one receives mail at the address.</summary>
    EmailConfirmation,
}
