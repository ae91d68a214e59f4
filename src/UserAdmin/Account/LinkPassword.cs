using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Looks at a link and at the password that is chosen with it, before the write gate.</summary>
internal sealed class LinkPassword(
    WriteContext context,
    ILinkTokens tokens,
    PasswordPreparation passwords,
    TimeProvider time
)
{
    /// <summary>Why it is refused, or null; leaves the hash for the handler.</summary>
    public async Task<Error?> PrepareAsync(
        ICommand command,
        string? token,
        LinkPurpose purpose,
        string password,
        string field,
        CancellationToken cancellationToken
    )
    {
        // First: a worthless link costs no hashing.
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
