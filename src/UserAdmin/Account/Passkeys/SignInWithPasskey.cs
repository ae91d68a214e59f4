using System.Buffers.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Passkeys;

/// <summary>
/// Opens a session for a person whose passkey the host has verified, with user verification, so that no second factor
/// is required. Send it with a command id derived from the ceremony, so that a repeated ceremony opens no session.
/// </summary>
/// <param name="SessionId">Id of the new session, created by the sender: 256 random bits as base64url. Anyone who has
/// it is signed in.</param>
/// <param name="UserId">Key of the account.</param>
/// <param name="PasskeyId">Credential id, as base64url.</param>
/// <param name="SignCount">The authenticator's current counter; 0 from authenticators that do not count.</param>
/// <param name="IsBackedUp">Whether the authenticator reports that the passkey is currently backed up.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record SignInWithPasskey(
    [property: Secret] string SessionId,
    string UserId,
    string PasskeyId,
    long SignCount,
    bool IsBackedUp
) : ICommand
{
    /// <summary>The browser's User-Agent header; at most 500 characters are stored.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() =>
        $"{nameof(SignInWithPasskey)} {{ UserId = {UserId}, PasskeyId = {PasskeyId} }}";
}

internal sealed class SignInWithPasskeyValidator : AbstractValidator<SignInWithPasskey>
{
    public SignInWithPasskeyValidator()
    {
        RuleFor(command => command.SessionId)
            .Must(id => id is { Length: >= 43 and <= 128 })
            .Coded("session.invalid", "The session id has to hold 256 random bits.");
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.PasskeyId).MustBePasskeyId();
        RuleFor(command => command.SignCount)
            .InclusiveBetween(0, uint.MaxValue)
            .Coded("passkeys.sign-count-invalid", "The counter of an authenticator has 32 bits.");
    }
}

internal sealed class SignInWithPasskeyHandler(WriteContext context, SessionOpening opening)
    : ICommandHandler<SignInWithPasskey>
{
    public async Task<CommandResult> Handle(SignInWithPasskey request, CancellationToken cancellationToken)
    {
        var credentialId = Base64Url.DecodeFromChars(request.PasskeyId);
        if (
            await UserQueries.User(context, request.UserId, cancellationToken) is not { Profile: not null } user
            || !opening.Admits(user, isGuessable: false)
            || await context.UserPasskeys.SingleOrDefaultAsync(
                row => row.UserId == user.Id && row.CredentialId == credentialId,
                cancellationToken
            )
                is not { } passkey
            // Checked again inside the transaction, where nobody else can change the counter: two sign-ins with the
            // same count indicate a copied key.
            || (passkey.Data.SignCount > 0 && request.SignCount <= passkey.Data.SignCount)
        )
        {
            return CommandResult.Refused(PasskeyErrors.SignInRefused);
        }

        (passkey.Data.SignCount, passkey.Data.IsBackedUp) = ((uint)request.SignCount, request.IsBackedUp);
        await opening.OpenAsync(
            user,
            request.SessionId,
            SignInMethod.Passkey,
            request.UserAgent,
            request.PasskeyId,
            skipsSecondFactor: true,
            cancellationToken
        );
        return CommandResult.Done;
    }
}
