using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>
/// Answers a request for a password reset link: sends the link if the account exists and may have one, at most once in
/// two minutes. A request that was already answered is accepted and does nothing.
/// </summary>
/// <param name="RequestId">Key of the stored request.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record AnswerPasswordResetRequest(string RequestId) : ICommand
{
    /// <summary>Shortest time between two mails to one account.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMinutes(2);
}

internal sealed class AnswerPasswordResetRequestValidator : AbstractValidator<AnswerPasswordResetRequest>
{
    public AnswerPasswordResetRequestValidator() => RuleFor(command => command.RequestId).MustBeId();
}

internal sealed class AnswerPasswordResetRequestHandler(
    WriteContext context,
    AccountLookup accounts,
    Links links,
    RefusedAttempts attempts,
    CurrentMessage current,
    TimeProvider time
) : ICommandHandler<AnswerPasswordResetRequest>
{
    public async Task<CommandResult> Handle(AnswerPasswordResetRequest request, CancellationToken cancellationToken)
    {
        if (await context.PasswordResetRequests.FindAsync([request.RequestId], cancellationToken) is not { } asked)
        {
            return CommandResult.Done;
        }

        context.Remove(asked);
        current.EventActor = SessionOpening.Someone;
        var (userId, _) = await accounts.FindAsync(asked.Typed, cancellationToken);
        if (await UserQueries.User(context, userId, cancellationToken) is not { Profile: not null } user)
        {
            attempts.UnknownAccount(asked.Typed, RefusedAttempt.PasswordReset, asked.IpAddress);
        }
        else if (Refusal(user, time.GetUtcNow()) is { } why)
        {
            attempts.InactiveAccount(user.Id, $"{RefusedAttempt.PasswordReset}: {why}", asked.IpAddress);
        }
        else if (!await WasJustSentAsync(user, cancellationToken))
        {
            user.RequestPasswordReset(await links.CreateAsync(user, LinkPurpose.PasswordReset, cancellationToken));
        }

        return CommandResult.Done;
    }

    // A lockout after failed sign-ins does not prevent a reset, because people who forgot their password often cause
    // one. A lockout by an administrator does.
    private static string? Refusal(User user, DateTimeOffset now) =>
        user.Email is null ? "the account has no email"
        : user.Profile.EmailNeedsProof ? "its email was set by an administrator and is not confirmed"
        : SessionOpening.RefusalOf(user, now, isGuessable: false);

    // A time in the future comes from a clock that was wrong; it must not block mails for days.
    private async Task<bool> WasJustSentAsync(User user, CancellationToken cancellationToken) =>
        time.GetUtcNow() - await links.LastMadeAtAsync(user.Id, LinkPurpose.PasswordReset, cancellationToken)
            is { } since
        && since >= TimeSpan.Zero
        && since < AnswerPasswordResetRequest.Pause;
}
