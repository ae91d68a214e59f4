using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Mail.Commands;

/// <summary>
/// Takes the link of a mail to a person, to pass it on by other means; <see cref="Queries.GetUserLink"/> then returns
/// it. Allowed only while no mail server is set, and only for users who may send such a link. Recorded in the person's
/// history.
/// </summary>
/// <param name="UserId">Id of the person whom the link is for.</param>
/// <param name="Purpose">What it is for.</param>
[Permission(Permissions.UsersRead)]
public sealed record TakeUserLink(string UserId, LinkPurpose Purpose) : ICommand;

internal sealed class TakeUserLinkValidator : AbstractValidator<TakeUserLink>
{
    public TakeUserLinkValidator()
    {
        RuleFor(command => command.UserId).MustBeId();
        RuleFor(command => command.Purpose).IsInEnum().Coded("link.purpose", "Say what the link is for.");
    }
}

internal sealed class TakeUserLinkHandler(
    WriteContext context,
    UserEditing editing,
    InvitationGuard guard,
    IMailDelivery delivery,
    CurrentMessage current,
    TimeProvider time
) : ICommandHandler<TakeUserLink>
{
    public Task<CommandResult> Handle(TakeUserLink request, CancellationToken cancellationToken) =>
        editing.ChangeAsync(
            request.UserId,
            async user =>
            {
                var needed = request.Purpose switch
                {
                    LinkPurpose.Invitation => Permissions.UsersCreate,
                    LinkPurpose.PasswordReset => Permissions.UsersPasswords,
                    LinkPurpose.EmailConfirmation => Permissions.UsersEdit,
                    _ => throw new InvalidOperationException($"There is no permission for {request.Purpose}."),
                };
                if (!current.Access.Permissions.Contains(needed))
                {
                    return MessagingErrors.NotPermitted(needed);
                }

                if (
                    request.Purpose == LinkPurpose.Invitation
                    && await guard.TakingRefusalAsync(user, cancellationToken) is { } refusal
                )
                {
                    return refusal;
                }

                if (delivery.HasServer)
                {
                    return MailErrors.IsDelivered;
                }

                var now = time.GetUtcNow();
                var link = await context
                    .AccountLinks.AsNoTracking()
                    .Where(link =>
                        link.UserId == user.Id
                        && link.Purpose == request.Purpose
                        && link.Email == user.Email
                        && link.ExpiresAt > now
                    )
                    .OrderByDescending(link => link.Id)
                    .FirstOrDefaultAsync(cancellationToken);
                if (link is null)
                {
                    return MailErrors.NoLink;
                }

                user.LinkTaken(link);
                return null;
            },
            cancellationToken
        );
}
