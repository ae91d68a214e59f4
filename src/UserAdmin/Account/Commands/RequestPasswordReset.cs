using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Asks for a link to choose a new password. Always accepted, after the same work: whether there is such an account is told only in a mail to
/// its address, at most once in two minutes.
/// </summary>
/// <param name="Email">Address the person typed (a user name does too).</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record RequestPasswordReset(string Email) : ICommand
{
    /// <summary>Shortest time between two mails to one account.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);
}

internal sealed class RequestPasswordResetValidator : AbstractValidator<RequestPasswordReset>
{
    public RequestPasswordResetValidator() =>
        RuleFor(command => command.Email).NotEmpty().Coded("sign-in.email-required", "Enter your email.").Must(text => text is null or { Length: <= 320 }).Coded("sign-in.email-too-long", "This is not an email address.");
}

internal sealed class RequestPasswordResetHandler(WriteContext context, AccountLookup accounts, Links links, PolicyReader policies, CurrentMessage current, TimeProvider time)
    : ICommandHandler<RequestPasswordReset>
{
    public async Task<CommandResult> Handle(RequestPasswordReset request, CancellationToken cancellationToken)
    {
        current.EventActor = SessionOpening.Someone;
        var now = time.GetUtcNow();
        var (userId, _) = await accounts.FindAsync(request.Email, cancellationToken);
        var user = await CompiledQueries.User(context, userId, cancellationToken);
        var last = await links.LastMadeAtAsync(userId, LinkPurpose.PasswordReset, cancellationToken);
        if (user is { Profile: not null, Email: not null } && MayReset(user, now) && !(now - last < RequestPasswordReset.Pause))
        {
            user.RequestPasswordReset(await links.CreateAsync(user, LinkPurpose.PasswordReset, cancellationToken));
        }
        else
        {
            // As many statements as a link takes.
            await policies.CurrentAsync(cancellationToken);
            await links.RevokeAsync("", LinkPurpose.PasswordReset, cancellationToken);
            await DecoyWork.WriteAsync(context, statements: 2, cancellationToken);
        }

        return CommandResult.Done;
    }

    // A lockout by failed sign-ins is what many people forget their password for; that of an administrator stays.
    private static bool MayReset(User user, DateTimeOffset now) =>
        user.Profile is { DisabledAt: null, DeletedAt: null, InvitedAt: null } profile && !(profile.ExpiresAt <= now) && !(profile.LockedUntil > now);
}
