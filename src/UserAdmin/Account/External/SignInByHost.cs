using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.External;

/// <summary>
/// Opens a session for a person who is signed in to the application that the console lives in. A second factor is the
/// application's business. No account is created.
/// </summary>
/// <param name="SessionId">Id of the new session, created by the sender: 256 random bits as base64url. Anyone who has
/// it is signed in.</param>
/// <param name="UserId">Key of the account, as the application names it.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record SignInByHost([property: Secret] string SessionId, string UserId) : ICommand
{
    /// <summary>
    /// The security stamp that the application's sign-in holds, or null if it holds none. A stamp that is no longer the
    /// account's opens no session: the password was changed meanwhile, or the person was signed out everywhere.
    /// </summary>
    [Secret]
    public string? SecurityStamp { get; init; }

    /// <summary>The browser's User-Agent header; at most 500 characters are stored.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Leaves the secrets out, so that no log can hold them.</summary>
    public override string ToString() => $"{nameof(SignInByHost)} {{ UserId = {UserId} }}";
}

internal sealed class SignInByHostValidator : AbstractValidator<SignInByHost>
{
    public SignInByHostValidator()
    {
        RuleFor(command => command.SessionId)
            .Must(id => id is { Length: >= 43 and <= 128 })
            .Coded("session.invalid", "The session id has to hold 256 random bits.");
        RuleFor(command => command.UserId).MustBeId();
    }
}

internal sealed class SignInByHostHandler(WriteContext context, SessionOpening opening) : ICommandHandler<SignInByHost>
{
    public async Task<CommandResult> Handle(SignInByHost request, CancellationToken cancellationToken)
    {
        if (
            await UserQueries.User(context, request.UserId, cancellationToken) is not { Profile: not null } user
            || !opening.Admits(user, isGuessable: false)
            || (request.SecurityStamp is { } stamp && stamp != user.SecurityStamp)
        )
        {
            return CommandResult.Refused(ExternalLoginErrors.HostSignInRefused);
        }

        await opening.OpenAsync(
            user,
            request.SessionId,
            SignInMethod.Host,
            request.UserAgent,
            skipsSecondFactor: true,
            cancellationToken: cancellationToken
        );
        return CommandResult.Done;
    }
}
