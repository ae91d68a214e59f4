using FluentValidation;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Opens a session with a password. An attempt is accepted, after the same amount of work, even if the address is
/// unknown, the password is wrong or the account does not allow sign-in; only the existence of the session tells that
/// it succeeded (docs/decisions/0008).
/// </summary>
/// <param name="SessionId">Id of the new session, created by the sender: 256 random bits as base64url. Anyone who has
/// it is signed in.</param>
/// <param name="Email">Address or user name that the person typed.</param>
/// <param name="Password">Password the person typed.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record SignIn([property: Secret] string SessionId, string Email, [property: Secret] string Password)
    : ICommand
{
    /// <summary>The browser's User-Agent header; at most 500 characters are stored.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => $"{nameof(SignIn)} {{ Email = {Email} }}";
}

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(command => command.SessionId).MustBeSessionId();
        RuleFor(command => command.Email)
            .NotEmpty()
            .Coded("sign-in.email-required", "Enter your email.")
            .Must(text => text is null or { Length: <= 320 })
            .Coded("sign-in.email-too-long", "This is not an email address.");
        RuleFor(command => command.Password)
            .NotEmpty()
            .Coded("sign-in.password-required", "Enter your password.")
            .Must(text => text is null or { Length: <= 1000 })
            .Coded("sign-in.password-too-long", "This is not a password.");
    }
}

/// <summary>The result of the slow password comparison, which runs before the write gate.</summary>
/// <param name="UserId">The account with the address; empty if there is none.</param>
/// <param name="PasswordHash">The hash that the password was compared with.</param>
/// <param name="IsRight">Whether it matched.</param>
/// <param name="BetterHash">A stronger hash of the same password if the stored one is outdated.</param>
internal sealed record PasswordCheck(string UserId, string? PasswordHash, bool IsRight, string? BetterHash);

internal sealed class SignInPreparation(AccountLookup accounts, CurrentMessage current, PasswordPreparation passwords)
    : IPreparation<SignIn>
{
    public async Task<Error?> PrepareAsync(SignIn command, CancellationToken cancellationToken)
    {
        var (userId, hash) = await accounts.FindAsync(command.Email, cancellationToken);
        // An unknown address costs the same comparison, so that the response time does not reveal which addresses
        // exist.
        var result = passwords.Verify(hash, command.Password);
        current.Prepared(
            command,
            new PasswordCheck(
                userId,
                hash,
                result != PasswordVerificationResult.Failed,
                result == PasswordVerificationResult.SuccessRehashNeeded ? passwords.Hash(command.Password) : null
            )
        );
        return null;
    }
}

internal sealed class SignInHandler(
    WriteContext context,
    CurrentMessage current,
    SessionOpening opening,
    PolicyReader policies,
    RefusedAttempts attempts,
    TimeProvider time
) : ICommandHandler<SignIn>
{
    public async Task<CommandResult> Handle(SignIn request, CancellationToken cancellationToken)
    {
        var check = current.PreparedFor<PasswordCheck>(request)!;
        var now = time.GetUtcNow();
        current.EventActor = SessionOpening.Someone;
        var user = await UserQueries.User(context, check.UserId, cancellationToken);
        if (user is not { Profile: not null })
        {
            attempts.UnknownAccount(request.Email, RefusedAttempt.SignIn, current.Context.IpAddress);
        }

        if (user is not { Profile: not null } || !opening.Admits(user))
        {
            // Run as many statements as for a wrong password: the failure count and the event.
            await policies.CurrentAsync(cancellationToken);
            await DecoyWrites.WriteAsync(context, statements: 2, cancellationToken);
            return CommandResult.Done;
        }

        var isRight = check.IsRight && user.PasswordHash == check.PasswordHash;
        if (!isRight || SignInRules.IsPasswordExpired(SignInFacts.Of(user), now))
        {
            user.SignInFailed(
                await policies.CurrentAsync(cancellationToken),
                now,
                isRight ? "the temporary password has expired" : null,
                SessionOpening.Shortened(request.UserAgent)
            );
            return CommandResult.Done;
        }

        if (check.BetterHash is { } better)
        {
            user.RenewHash(better);
        }

        await opening.OpenAsync(
            user,
            request.SessionId,
            SignInMethod.Password,
            request.UserAgent,
            cancellationToken: cancellationToken
        );
        return CommandResult.Done;
    }
}
