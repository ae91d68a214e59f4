using System.Text.RegularExpressions;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Web.Users.History;

/// <summary>Texts and icons of the history besides the descriptions of its entries.</summary>
internal static partial class HistoryText
{
    /// <summary>The field of applications whose values are keys of accounts.</summary>
    public const string OwnerId = "OwnerId";

    /// <summary>Whether the value of a field is the key of an account, which says nothing to a reader.</summary>
    public static bool IsAccount(string field) =>
        field == OwnerId || UserFields.Find(field) is { Editing.IsAccount: true };

    /// <summary>
    /// Returns the address of the page of an actor: of a person or an application; null for the program’s own actors.
    /// </summary>
    /// <param name="actorId">The actor’s id, as in the log.</param>
    public static string? HrefOfActor(string actorId) =>
        Guid.TryParse(actorId, out _) ? $"users/{actorId}"
        : UserAdmin.Messaging.Actor.IsApplication(actorId)
            ? $"applications/{Uri.EscapeDataString(UserAdmin.Messaging.Actor.IdOf(actorId))}"
        : null;

    /// <summary>“1 event”, “1,204 events”.</summary>
    public static string Count(int events) => T(events, "1 event", $"{events.ToString("N0", WrittenIn)} events");

    /// <summary>
    /// Returns who did something, for the middle of a sentence: “by someone not signed in”. The program's own parts
    /// have a text; other names are those of people, which are no texts even if they look like some.
    /// </summary>
    /// <param name="name">The actor's name, as in the log.</param>
    public static string Actor(string name) =>
        name switch
        {
            "Someone not signed in" => T("someone not signed in"),
            "Another program" => T("Another program", "actor"),
            "Anonymous" => T("Anonymous", "actor"),
            "Command line" => T("Command line", "actor"),
            "Demo data" => T("Demo data", "actor"),
            "Mail" => T("Mail", "actor"),
            "Seed" => T("Seed", "actor"),
            "System" => T("System", "actor"),
            _ => name,
        };

    /// <summary>Returns who did something, for a cell or the beginning of a sentence.</summary>
    /// <param name="name">The actor's name, as in the log.</param>
    public static string ActorAlone(string name) =>
        name switch
        {
            "Someone not signed in" => T("Someone not signed in"),
            "Another program" => T("Another program"),
            "Anonymous" => T("Anonymous"),
            "Command line" => T("Command line"),
            "Demo data" => T("Demo data"),
            "Mail" => T("Mail"),
            "Seed" => T("Seed"),
            "System" => T("System"),
            _ => name,
        };

    /// <summary>
    /// Returns a property's name for people: “Display name” for <c>DisplayName</c>. A name that contains a space is
    /// returned unchanged.
    /// </summary>
    public static string Label(string field)
    {
        if (UserFields.Find(field) is { } known)
        {
            return FromCore(known.Label);
        }

        if (field.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal))
        {
            return AccountAttribute.TitleOf(field[AccountAttribute.Prefix.Length..]);
        }

        if (field == OwnerId)
        {
            return T("Owner");
        }

        if (field == "ClientExternalId")
        {
            return T("Id at the application");
        }

        if (field == "Url")
        {
            return T("Address (URL)");
        }

        if (field.Contains(' ', StringComparison.Ordinal))
        {
            return FromCore(field);
        }

        var words = Hump().Replace(field, " $0").TrimStart();
        return words.Length == 0 ? words : FromCore(words[..1] + words[1..].ToLowerInvariant());
    }

    /// <summary>Returns the name of the glyph for a type of event, including unknown types.</summary>
    public static string Icon(string eventType) =>
        eventType switch
        {
            "UserCreated" or "UserObserved" or "RoleCreated" or "ApplicationCreated" or "WebhookCreated" => "plus",
            "UserDisabled"
            or "UserInvitationRevoked"
            or "ApplicationDisabled"
            or "ApplicationKeyRevoked"
            or "WebhookPaused" => "stop",
            "UserEnabled"
            or "UserInvitationAccepted"
            or "UserEmailConfirmed"
            or "ApplicationEnabled"
            or "WebhookResumed" => "check",
            "UserLocked" or "UserLockedOut" => "lock",
            "UserUnlocked" => "unlock",
            "UserExpirySet" or "UserExpired" => "clock",
            "UserDeleted"
            or "UserPurged"
            or "UserObservedGone"
            or "RoleDeleted"
            or "ApplicationDeleted"
            or "WebhookDeleted"
            or "TracesErased" => "trash",
            "UserObservedChanged" => "system",
            "UserRestored" or "WebhookDeliveryRepeated" => "undo",
            "WebhookDeliverySkipped" => "stop",
            "WebhookTried" => "link",
            "UserInvited"
            or "UserEmailChanged"
            or "UserEmailConfirmationRequested"
            or "UserPasswordResetRequested"
            or "PausedWebhookAnnounced" => "mail",
            "UserPhoneChanged" or "UserTwoFactorEnabled" or "UserTwoFactorDisabled" => "phone",
            "ApplicationKeyAdded"
            or "WebhookSecretRotated"
            or "LogHeadSigned"
            or "LogSealed"
            or "UserTemporaryPasswordSet"
            or "UserPasswordChangeRequired"
            or "UserPasswordChanged"
            or "UserRecoveryCodesCreated"
            or "UserRecoveryCodeUsed"
            or "UserPasskeyAdded"
            or "UserPasskeyRenamed"
            or "UserPasskeyRemoved" => "key",
            "UserExternalLoginAdded" or "UserExternalLoginRemoved" or "UserLinkCopied" or "UserExternalIdSet" => "link",
            "UserClaimAdded" or "UserClaimChanged" or "UserClaimRemoved" => "tag",
            "UserSignInFailed"
            or "UserSecondFactorFailed"
            or "UserAttemptRefused"
            or "UserPermissionRefused"
            or "ApplicationAttemptRefused"
            or "MailFailed" => "alert",
            "UserSignedIn" or "UserFirstFactorAccepted" => "sign-in",
            "UserSignedOut" or "UserSessionEnded" or "UserSessionsEnded" => "sign-out",
            "ApplicationPermissionsChanged" => "role",
            _ when eventType.StartsWith("Application", StringComparison.Ordinal)
                    && eventType.Contains("Export", StringComparison.Ordinal) => "down",
            _ when eventType.StartsWith("Mail", StringComparison.Ordinal) => "mail",
            _ when eventType.Contains("Role", StringComparison.Ordinal) => "role",
            _ => "edit",
        };

    /// <summary>
    /// Returns the colour class of the glyph: for events that open an account, close it, or need attention; null for
    /// all others.
    /// </summary>
    public static string? Tone(string eventType) =>
        eventType switch
        {
            "UserCreated"
            or "UserEnabled"
            or "UserUnlocked"
            or "UserRestored"
            or "UserInvitationAccepted"
            or "UserEmailConfirmed"
            or "ApplicationCreated"
            or "ApplicationEnabled"
            or "WebhookCreated"
            or "WebhookResumed" => "good",
            "UserDisabled"
            or "UserInvitationRevoked"
            or "UserExpired"
            or "UserDeleted"
            or "UserPurged"
            or "ApplicationDisabled"
            or "ApplicationDeleted"
            or "ApplicationKeyRevoked"
            or "WebhookDeleted" => "bad",
            "UserLocked"
            or "UserLockedOut"
            or "UserSignInFailed"
            or "UserSecondFactorFailed"
            or "UserAttemptRefused"
            or "UserPermissionRefused"
            or "ApplicationAttemptRefused"
            or "UserLinkCopied"
            or "UserTwoFactorDisabled"
            or "UserTemporaryPasswordSet"
            or "WebhookPaused"
            or "WebhookDeliverySkipped"
            or "MailFailed" => "warn",
            _ => null,
        };

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Hump();
}
