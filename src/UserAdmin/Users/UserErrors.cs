using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>The refusals that concern users.</summary>
public static class UserErrors
{
    /// <summary>No account has this id.</summary>
    public static Error NotFound { get; } = new("users.not-found", "There is no such user. It may have been removed.");

    /// <summary>Another account has the email; case is ignored.</summary>
    public static Error EmailTaken { get; } =
        new(
            "users.email-taken",
            "Another user already has this email. Choose another one, or change that user first.",
            nameof(CreateUser.Email)
        );

    /// <summary>Another account has the user name; case is ignored.</summary>
    public static Error UserNameTaken { get; } =
        new(
            "users.user-name-taken",
            "Another user already has this user name. Choose another one.",
            nameof(CreateUser.UserName)
        );

    /// <summary>Another account has the external id; case matters.</summary>
    public static Error ExternalIdTaken { get; } =
        new(
            "users.external-id-taken",
            "Another user already has this external id. Choose another one, or remove it from that user first.",
            nameof(CreateUser.ExternalId)
        );

    /// <summary>Another account has the value of a field that must be unique.</summary>
    internal static Error TakenOf(UserField field) =>
        field == UserFields.Email ? EmailTaken
        : field == UserFields.UserName ? UserNameTaken
        : field == UserFields.ExternalId ? ExternalIdTaken
        : new(
            $"users.{field.ColumnKey}-taken",
            $"Another user already has this {field.Label.ToLowerInvariant()}. Choose another one.",
            field.Name
        );

    /// <summary>A value is taken. The message names the owner and says what to do.</summary>
    internal static Error Taken(Error plain, ValueOwner owner)
    {
        var what = UserFields.Named(plain.Field!).Label.ToLowerInvariant();
        var message = owner switch
        {
            { IsForeign: true } =>
                $"The account “{owner.Name}”, which another application made, has this {what}, and it can "
                    + $"be changed only there. Choose another {what}.",
            { IsDeleted: true } =>
                $"{owner.Name} has this {what} and is deleted. Restore that account or remove it for good "
                    + $"first, or choose another {what}.",
            _ => $"{owner.Name} already has this {what}. Choose another {what}, or change that user first.",
        };
        return new ValueTaken(plain.Code, message, plain.Field!, owner.IsForeign ? null : owner.UserId, owner.Name);
    }

    /// <summary>The key of the new account is already used.</summary>
    public static Error IdTaken { get; } =
        new(
            "users.id-taken",
            "An account has this id, or had it before it was removed for good. Ids cannot be reused; use a new one.",
            nameof(CreateUser.UserId)
        );

    /// <summary>
    /// Returns why no account can be created in a database, or null: the application that it belongs to requires values
    /// that are not known here.
    /// </summary>
    public static Error? CreationRefusal(IAttachedDatabase database) =>
        database.Required is [_, ..] required
            ? new(
                "users.columns-required",
                "Accounts cannot be created here: the application they belong to requires a value for "
                    + $"{string.Join(", ", required.Select(column => column.Name))}, which is not known here. Create "
                    + "the account in the application; it then appears here."
            )
            : null;

    /// <summary>
    /// Returns why the first administrator cannot be created as a new account of an application, or null.
    /// </summary>
    public static Error? FirstCreationRefusal(IAttachedDatabase database) =>
        CreationRefusal(database)
        ?? (
            database.Attributes.Where(attribute => attribute.IsRequired).ToList() is [_, ..] required
                ? new(
                    "users.columns-required",
                    "The application requires "
                        + $"{string.Join(", ", required.Select(attribute => attribute.Column.Name))} of a new account. "
                        + "Set UserAdmin:FirstAdministrator:Email to the address of an account that it has already, "
                        + "and start the program again: that account becomes the first administrator."
                )
                : null
        );

    /// <summary>At least one administrator must remain.</summary>
    public static Error LastAdministrator { get; } =
        new(
            "users.last-administrator",
            "The last administrator cannot be disabled, locked, deleted, left to expire, or lose the role "
                + "or the last way to sign in. Make somebody else an administrator first."
        );

    /// <summary>Nobody may disable, lock or delete their own account.</summary>
    public static Error Oneself { get; } =
        new("users.oneself", "You cannot disable, lock or delete your own account. Ask another administrator.");

    /// <summary>The account holds permissions that the actor lacks.</summary>
    public static Error HoldsMore { get; } =
        new(
            "users.holds-more",
            "This user holds permissions that you do not have, so you cannot change the account. Ask an administrator."
        );

    /// <summary>A deleted account can only be restored or purged.</summary>
    public static Error Deleted { get; } = new("users.deleted", "This account is deleted. Restore it first.");

    /// <summary>Only a deleted account can be purged.</summary>
    public static Error NotDeleted { get; } =
        new("users.not-deleted", "This account is not deleted. Delete it first; it can then be removed for good.");

    /// <summary>The account is disabled and has to be enabled first.</summary>
    public static Error Disabled { get; } =
        new("users.disabled", "This account is disabled, so nobody can sign in with it. Enable it first.");

    /// <summary>The person has not accepted the invitation yet.</summary>
    public static Error Invited { get; } =
        new("users.invited", "This person has not accepted the invitation yet. Send it again, or revoke it.");

    /// <summary>There is no open invitation.</summary>
    public static Error NotInvited { get; } =
        new("users.not-invited", "This person has no open invitation. It may have been accepted or revoked.");

    /// <summary>A person who can already sign in needs no invitation.</summary>
    public static Error CanSignInAlready { get; } =
        new(
            "users.can-sign-in-already",
            "This account already has a way to sign in, so it needs no invitation. Send a password-reset link instead."
        );

    /// <summary>A time is in the past or too far in the future.</summary>
    public static Error NotInTheFuture { get; } =
        new("moment.not-in-the-future", "Choose a date and time in the future, at most 100 years from now.");

    /// <summary>The manager is not an account, or one that was deleted.</summary>
    public static Error ManagerNotFound { get; } =
        new(
            "users.manager-not-found",
            "There is no such account. Choose another manager.",
            nameof(UserDetails.ManagerId)
        );

    /// <summary>Nobody is their own manager.</summary>
    public static Error OwnManager { get; } =
        new(
            "users.own-manager",
            "Nobody is their own manager. Choose another account, or leave it empty.",
            nameof(UserDetails.ManagerId)
        );

    /// <summary>The user name that was typed to confirm is wrong.</summary>
    public static Error NotConfirmed { get; } =
        new(
            "users.not-confirmed",
            "This is not the user name of the account. Type it exactly to remove the account for good.",
            nameof(PurgeUser.TypedUserName)
        );

    /// <summary>The actor's own password cannot be changed here.</summary>
    public static Error OwnPassword { get; } =
        new("users.own-password", "This is your own account. Change your password on the page “Your account”.");

    /// <summary>
    /// The actor's own second factor cannot be turned off here, but on a page that asks for the password.
    /// </summary>
    public static Error OwnTwoFactor { get; } =
        new(
            "users.own-two-factor",
            "This is your own account. Turn two-factor off on the page “Your account”, which asks for your password."
        );

    /// <summary>There is no password to change.</summary>
    public static Error NoPassword { get; } =
        new(
            "users.no-password",
            "This account has no password. Send a link to choose one, or set a temporary password."
        );

    /// <summary>The account has no email address.</summary>
    public static Error NoEmail { get; } =
        new("users.no-email", "This account has no email address to send the link to.");

    /// <summary>The address was not proved, so a link sent there could be used to take over the account.</summary>
    public static Error EmailNeedsProof { get; } =
        new(
            "users.email-needs-proof",
            "This address was set by somebody who may not set passwords. The person confirms it with the "
                + "link in the mail while signed in, or somebody who may set passwords marks it confirmed."
        );

    /// <summary>The address is already confirmed.</summary>
    public static Error EmailConfirmedAlready { get; } =
        new("users.email-confirmed-already", "This email is already confirmed.");

    /// <summary>A list of the past was asked for as of a moment that has not come yet.</summary>
    public static Error MomentToCome { get; } =
        new(
            "users.moment-to-come",
            "This moment has not come yet. Choose one in the past.",
            nameof(Queries.ListUsers.At)
        );

    /// <summary>A search has an error.</summary>
    /// <param name="error">The error in the search.</param>
    public static Error BadSearch(Search.SearchError error) =>
        new("users.bad-search", error.Message, nameof(Queries.ListUsers.Search));

    /// <summary>There is no such passkey on the account.</summary>
    public static Error NoSuchPasskey { get; } =
        new("users.no-such-passkey", "This account has no such passkey. It may have been removed.");

    /// <summary>There is no such external login on the account.</summary>
    public static Error NoSuchExternalLogin { get; } =
        new("users.no-such-external-login", "This account has no such external login. It may have been removed.");

    /// <summary>There is no such session.</summary>
    public static Error NoSuchSession { get; } =
        new("users.no-such-session", "There is no such session. It may have expired.");

    /// <summary>The account has no such claim.</summary>
    public static Error NoSuchClaim { get; } =
        new(
            "users.no-such-claim",
            "This account has no such claim. It may have been changed or removed.",
            nameof(RemoveUserClaim.Value)
        );

    /// <summary>The account already has the claim.</summary>
    public static Error ClaimThere { get; } =
        new("users.claim-there", "This account already has exactly this claim.", nameof(AddUserClaim.Value));

    /// <summary>Identity or this program issues claims of this type itself.</summary>
    public static Error ClaimReserved { get; } =
        new(
            "users.claim-reserved",
            "Claims of this type come from the account itself or from its roles. Choose another type.",
            nameof(AddUserClaim.ClaimType)
        );
}

/// <summary>The refusal of a unique value that belongs to another account.</summary>
/// <param name="Code">The code of <see cref="UserErrors.EmailTaken"/>, <see cref="UserErrors.UserNameTaken"/>,
/// <see cref="UserErrors.ExternalIdTaken"/> or another unique field.</param>
/// <param name="Message">The message, which names the owner.</param>
/// <param name="Field">The name of the command's property.</param>
/// <param name="OwnerId">Key of the owner's account; null if it cannot be opened here.</param>
/// <param name="OwnerName">The owner's name.</param>
public sealed record ValueTaken(string Code, string Message, string Field, string? OwnerId, string OwnerName)
    : Error(Code, Message, Field);
