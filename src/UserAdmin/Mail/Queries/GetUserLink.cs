using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Mail.Queries;

/// <summary>
/// Gets the link that the sender has taken with <see cref="Commands.TakeUserLink"/>; null if there is none.
/// </summary>
/// <param name="UserId">Id of the person whom the link is for.</param>
/// <param name="Purpose">What it is for.</param>
[Permission(Permissions.UsersRead)]
public sealed record GetUserLink(string UserId, LinkPurpose Purpose) : IQuery<UserLink>;

/// <summary>A link for a person.</summary>
/// <param name="Url">The address including the token; anyone who has it can use it.</param>
public sealed record UserLink(string Url)
{
    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() => nameof(UserLink);
}

internal sealed class GetUserLinkHandler(ReadContext context, MailWriter writer, CurrentMessage current)
    : IQueryHandler<GetUserLink, UserLink>
{
    public async Task<Answer<UserLink>> Handle(GetUserLink request, CancellationToken cancellationToken)
    {
        if (
            !Enum.TryParse<MailKind>(request.Purpose.ToString(), out var kind)
            || kind is not (MailKind.Invitation or MailKind.PasswordReset or MailKind.EmailConfirmation)
        )
        {
            return new();
        }

        var actorId = current.Context.Actor.Id;
        // Only the newest link of its kind works, and the sender must be the one who took it.
        var newest = await context
            .Mails.Where(mail => mail.UserId == request.UserId && mail.Kind == kind)
            .OrderByDescending(mail => mail.OrderedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return new()
        {
            Value =
                newest is { LinkId: { } link } && newest.LinkTakenBy == actorId
                    ? new UserLink(writer.LinkOf(kind, link))
                    : null,
        };
    }
}
