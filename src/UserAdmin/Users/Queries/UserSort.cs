namespace UserAdmin.Users.Queries;

/// <summary>What a list of users can be sorted by. Equal rows follow each other by display name, then by id.</summary>
public enum UserSort
{
    /// <summary>Display name.</summary>
    DisplayName,

    /// <summary>User name.</summary>
    UserName,

    /// <summary>Email.</summary>
    Email,

    /// <summary>State: active, invited, locked, disabled, deleted.</summary>
    State,

    /// <summary>Names of the roles; those without come first.</summary>
    Roles,

    /// <summary>When the person last signed in; never comes first.</summary>
    LastSignInAt,

    /// <summary>When the account was last changed.</summary>
    ChangedAt,

    /// <summary>When the account was created.</summary>
    CreatedAt,

    /// <summary>When the account is disabled by itself; never comes first.</summary>
    ExpiresAt,

    /// <summary>Given name.</summary>
    GivenName,

    /// <summary>Family name.</summary>
    FamilyName,

    /// <summary>Job title.</summary>
    JobTitle,

    /// <summary>Department.</summary>
    Department,

    /// <summary>Phone number.</summary>
    PhoneNumber,

    /// <summary>Language tag.</summary>
    Locale,

    /// <summary>Time zone.</summary>
    TimeZone,

    /// <summary>Whether the email is confirmed; no comes first.</summary>
    EmailConfirmed,

    /// <summary>Whether there is a password; no comes first.</summary>
    HasPassword,

    /// <summary>Whether a second factor is asked for; no comes first.</summary>
    TwoFactorEnabled,

    /// <summary>How many passkeys there are.</summary>
    PasskeyCount,

    /// <summary>Names of the external login providers.</summary>
    ExternalLogins,

    /// <summary>Key of the account: a UUID v7, so the order in which keys were made.</summary>
    Id,

    /// <summary>External id.</summary>
    ExternalId,

    /// <summary>
    /// Best match first: those of whom a whole field is the search, those of whom some word begins with each word of
    /// it, the others. The same as <see cref="DisplayName"/> where no words are searched for. Never descending.
    /// </summary>
    Best,
}
