using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.Users;

internal sealed record UserInvited(
    string UserId,
    string LinkId,
    [property: Personal] string Email,
    DateTimeOffset ExpiresAt,
    bool IsResent
) : IEndsSessions, ISendsMail, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => IsResent ? "Invitation sent again" : "Invited";

    public MailOrder? Mail => new(MailKind.Invitation, Email, LinkId, ExpiresAt);
}

internal sealed record UserInvitationRevoked(string UserId) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Invitation revoked, account disabled";
}

internal sealed record UserInvitationAccepted(string UserId) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Invitation accepted";
}

[OnlyInHistory("The mail it orders is an event of its own.")]
internal sealed record UserEmailConfirmationRequested(
    string UserId,
    string LinkId,
    [property: Personal] string Email,
    DateTimeOffset ExpiresAt
) : ISendsMail
{
    public string SubjectId => UserId;

    public string Describe() => "Asked to confirm the email";

    public MailOrder? Mail => new(MailKind.EmailConfirmation, Email, LinkId, ExpiresAt);
}

internal sealed record UserLinkCopied(string UserId, string LinkId, LinkPurpose Purpose) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() =>
        Purpose switch
        {
            LinkPurpose.Invitation => "Link of the invitation copied",
            LinkPurpose.PasswordReset => "Password-reset link copied",
            _ => "Link to confirm the email copied",
        };
}

internal sealed record UserEmailConfirmed(string UserId, [property: Personal] string Email) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "Email confirmed";
}

internal sealed record UserDisabled(string UserId) : IEndsSessions, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Account disabled";
}

internal sealed record UserEnabled(string UserId) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Account enabled";
}

internal sealed record UserExpirySet(string UserId, DateTimeOffset? From, DateTimeOffset? To) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => To is null ? "Expiry removed" : "Expiry set";

    public IReadOnlyList<FieldChange> Changes => [new("ExpiresAt", Text(From), Text(To))];

    private static string? Text(DateTimeOffset? at) =>
        at is { } moment ? $"{moment.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : null;
}

internal sealed record UserExpired(string UserId, DateTimeOffset ExpiresAt) : IEndsSessions, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => $"Expired at {ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, account disabled";
}

internal sealed record UserLocked(string UserId, DateTimeOffset Until) : IEndsSessions, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => $"Locked until {Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}

internal sealed record UserLockedOut(string UserId, DateTimeOffset Until) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Locked by failed sign-ins until {Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}

internal sealed record UserUnlocked(string UserId) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Unlocked";
}

internal sealed record UserDeleted(string UserId, DateTimeOffset PurgeAt) : IEndsSessions, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => $"Account deleted; can be restored until {PurgeAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}

internal sealed record UserRestored(string UserId, DateTimeOffset? LockedUntil = null) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Account restored";
}

internal sealed record UserPurged(string UserId) : IEndsSessions, IChangesAccess, IErasesSubject
{
    public string SubjectId => UserId;

    public string Describe() => "Account removed for good";
}

internal sealed record UserClaimAdded(string UserId, string ClaimType, [property: Personal] string Value) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "Claim added";

    public IReadOnlyList<FieldChange> Changes => [new($"Claim {ClaimType}", null, Value)];
}

internal sealed record UserClaimChanged(
    string UserId,
    string ClaimType,
    [property: Personal] string From,
    [property: Personal] string To
) : IEndsSessions
{
    public string SubjectId => UserId;

    public string Describe() => "Claim changed";

    public IReadOnlyList<FieldChange> Changes => [new($"Claim {ClaimType}", From, To)];
}

internal sealed record UserClaimRemoved(string UserId, string ClaimType, [property: Personal] string Value)
    : IEndsSessions
{
    public string SubjectId => UserId;

    public string Describe() => "Claim removed";

    public IReadOnlyList<FieldChange> Changes => [new($"Claim {ClaimType}", Value, null)];
}
