using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.Users;

internal sealed record UserTemporaryPasswordSet(string UserId, DateTimeOffset ExpiresAt) : IEndsSessions, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => $"Temporary password set, good until {ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}

[OnlyInHistory("The link changes nothing until it is used; the mail it orders is an event of its own.")]
internal sealed record UserPasswordResetRequested(
    string UserId,
    string LinkId,
    [property: Personal] string Email,
    DateTimeOffset ExpiresAt
) : ISendsMail
{
    public string SubjectId => UserId;

    public string Describe() => "Password-reset link asked for";

    public MailOrder? Mail => new(MailKind.PasswordReset, Email, LinkId, ExpiresAt);
}

internal sealed record UserPasswordChangeRequired(string UserId) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "New password required at the next sign-in";
}

internal sealed record UserPasswordChanged(string UserId, [property: Personal] string? Email, string How)
    : IEndsSessions,
        ISendsMail,
        IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => $"Password changed {How}";

    public MailOrder? Mail => Email is null ? null : new(MailKind.PasswordChanged, Email);
}

internal sealed record UserTwoFactorEnabled(string UserId, [property: Personal] string? Email, int RecoveryCodes)
    : IEvent,
        ISendsMail,
        IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Two-factor set up with an authenticator app";

    public MailOrder? Mail => Email is null ? null : new(MailKind.TwoFactorEnabled, Email);
}

internal sealed record UserTwoFactorDisabled(string UserId, [property: Personal] string? Email, bool IsReset)
    : IEndsSessions,
        ISendsMail,
        IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => IsReset ? "Two-factor reset" : "Two-factor turned off";

    public MailOrder? Mail => Email is null ? null : new(MailKind.TwoFactorDisabled, Email);
}

internal sealed record UserRecoveryCodesCreated(string UserId, int Count) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "New recovery codes made";
}

internal sealed record UserRecoveryCodeUsed(string UserId, int Left) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Recovery code used, {Left} left";
}

internal sealed record UserPasskeyAdded(
    string UserId,
    string PasskeyId,
    [property: Personal] string Name,
    [property: Personal] string? Email
) : IEvent, ISendsMail
{
    public string SubjectId => UserId;

    /// <summary>The mark of its public key; null in older events.</summary>
    public string? Key { get; init; }

    public string Describe() => "Passkey added";

    public IReadOnlyList<FieldChange> Changes => [new("Passkey", null, Name)];

    public MailOrder? Mail => Email is null ? null : new(MailKind.PasskeyAdded, Email);
}

internal sealed record UserPasskeyRenamed(
    string UserId,
    string PasskeyId,
    [property: Personal] string From,
    [property: Personal] string To
) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "Passkey renamed";

    public IReadOnlyList<FieldChange> Changes => [new("Passkey", From, To)];
}

internal sealed record UserPasskeyRemoved(string UserId, string PasskeyId, [property: Personal] string Name)
    : IEndsSessions
{
    public string SubjectId => UserId;

    public string Describe() => "Passkey revoked";

    public IReadOnlyList<FieldChange> Changes => [new("Passkey", Name, null)];
}

internal sealed record UserExternalLoginAdded(
    string UserId,
    string Provider,
    [property: Personal] string ProviderKey,
    string ProviderName
) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "External login added";

    public IReadOnlyList<FieldChange> Changes => [new("External login", null, ProviderName)];
}

internal sealed record UserExternalLoginRemoved(
    string UserId,
    string Provider,
    [property: Personal] string ProviderKey,
    string ProviderName
) : IEndsSessions
{
    public string SubjectId => UserId;

    public string Describe() => "External login removed";

    public IReadOnlyList<FieldChange> Changes => [new("External login", ProviderName, null)];
}
