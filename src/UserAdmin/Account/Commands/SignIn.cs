using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Opens a session with a password. Refused in the same words whether the address is unknown, the password wrong or the
/// account shut; a wrong password counts towards the lockout all the same.
/// </summary>
/// <param name="SessionId">Id of the new session, made by the sender: 256 random bits as base64url. Whoever holds it is signed in.</param>
/// <param name="Email">Address the person typed (a user name does too).</param>
/// <param name="Password">Password the person typed.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record SignIn([property: Secret] string SessionId, string Email, [property: Secret] string Password) : ICommand
{
    /// <summary>The browser, as it calls itself; at most 500 characters are kept.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => $"{nameof(SignIn)} {{ Email = {Email} }}";
}

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(command => command.SessionId).Must(id => id is { Length: >= 43 and <= 128 }).Coded("session.invalid", "The session id has to hold 256 random bits.");
        RuleFor(command => command.Email).NotEmpty().Coded("sign-in.email-required", "Enter your email.").Must(text => text is null or { Length: <= 320 }).Coded("sign-in.email-too-long", "This is not an email address.");
        RuleFor(command => command.Password).NotEmpty().Coded("sign-in.password-required", "Enter your password.").Must(text => text is null or { Length: <= 1000 }).Coded("sign-in.password-too-long", "This is not a password.");
    }
}

/// <summary>What the slow comparison found, before the write gate.</summary>
internal sealed record PasswordCheck(string UserId, string? PasswordHash, bool IsRight, string? BetterHash);

internal sealed class SignInPreparation(WriteContext context, CurrentMessage current, PasswordPreparation passwords, ILookupNormalizer normalizer) : IPreparation<SignIn>
{
    public async Task<Error?> PrepareAsync(SignIn command, CancellationToken cancellationToken)
    {
        var typed = EmailAddress.TryParse(command.Email, out var address, out _) ? address : command.Email.Trim();
        var (email, name) = UserText.IsSafe(typed) ? (normalizer.NormalizeEmail(typed), normalizer.NormalizeName(typed)) : ("", "");
        var user = await context.Users.AsNoTracking()
            .Where(user => user.NormalizedEmail == email || user.NormalizedUserName == name)
            // Somebody's user name can be somebody else's email: the email wins.
            .OrderByDescending(user => user.NormalizedEmail == email)
            .Select(user => new { user.Id, user.PasswordHash })
            .FirstOrDefaultAsync(cancellationToken);
        // An unknown address costs the same comparison, so that the time taken does not tell which addresses exist.
        var result = passwords.Verify(user?.PasswordHash, command.Password);
        if (user is null)
        {
            return AccountErrors.SignInRefused;
        }

        current.Prepared(command, new PasswordCheck(
            user.Id, user.PasswordHash, result != PasswordVerificationResult.Failed,
            result == PasswordVerificationResult.SuccessRehashNeeded ? passwords.Hash(command.Password) : null));
        return null;
    }
}

internal sealed class SignInHandler(
    WriteContext context, CurrentMessage current, IOptions<IdentityOptions> identity, IOptions<UserAdminOptions> options, TimeProvider time)
    : ICommandHandler<SignIn>
{
    public async Task<CommandResult> Handle(SignIn request, CancellationToken cancellationToken)
    {
        var check = current.PreparedFor<PasswordCheck>(request)!;
        var now = time.GetUtcNow();
        if (await CompiledQueries.User(context, check.UserId, cancellationToken) is not { Profile: not null } user
            || user.PasswordHash != check.PasswordHash
            || user.IsDisabled
            || user.LockoutEnd > now)
        {
            return CommandResult.Refused(AccountErrors.SignInRefused);
        }

        if (!check.IsRight)
        {
            // Whoever it was did not prove to be this person.
            current.EventActor = Actor.Anonymous with { Name = "Someone not signed in" };
            user.SignInFailed(identity.Value.Lockout, now);
            return CommandResult.Done;
        }

        user.PasswordHash = check.BetterHash ?? user.PasswordHash;
        current.EventActor = new Actor(ActorKind.User, user.Id, user.Profile.DisplayName);
        user.SignedIn();
        await context.UserSessions.Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        context.Add(new UserSession
        {
            Id = Sessions.StoredId(request.SessionId),
            UserId = user.Id,
            CreatedAt = now,
            ExpiresAt = now + options.Value.SessionLifetime,
            SecurityStamp = user.SecurityStamp!,
            IpAddress = current.Context.IpAddress,
            UserAgent = request.UserAgent is { Length: > 500 } agent ? agent[..500] : request.UserAgent,
        });
        return CommandResult.Done;
    }
}
