using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Checks a link and the password chosen with it, before the write gate.</summary>
internal sealed class LinkPassword(
    WriteContext context,
    ILinkTokens tokens,
    PasswordPreparation passwords,
    TimeProvider time
)
{
    /// <summary>Returns the reason why it is refused, or null; stores the hash for the handler.</summary>
    public async Task<Error?> PrepareAsync(
        ICommand command,
        string? token,
        LinkPurpose purpose,
        string password,
        string field,
        CancellationToken cancellationToken
    )
    {
        // Check the link first, so that an invalid one costs no hashing.
        if (await Links.FindAsync(context, tokens, token, purpose, time.GetUtcNow(), cancellationToken) is not { } link)
        {
            return AccountErrors.BadLink;
        }

        var user = await context
            .Users.AsNoTracking()
            .Where(user => user.Id == link.UserId)
            .Select(user => new
            {
                user.UserName,
                user.Email,
                user.Profile.DisplayName,
            })
            .SingleAsync(cancellationToken);
        // The handler reads the link again, inside its transaction.
        context.ChangeTracker.Clear();
        return await passwords.PrepareAsync(command, password, field, user.UserName, user.Email, user.DisplayName);
    }
}
