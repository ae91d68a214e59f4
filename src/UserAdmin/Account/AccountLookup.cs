using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Finds whose address or user name somebody has typed.</summary>
internal sealed class AccountLookup(WriteContext context, ILookupNormalizer normalizer)
{
    /// <summary>The account's id and password hash; an empty id when there is none.</summary>
    public async Task<(string UserId, string? PasswordHash)> FindAsync(string text, CancellationToken cancellationToken)
    {
        var typed =
            EmailAddress.TryParse(text, out var address, out _) ? address
            : UserText.IsReadable(text) ? UserText.CleanKey(text) ?? ""
            : "";
        var (email, name) =
            typed.Length > 0 ? (normalizer.NormalizeEmail(typed), normalizer.NormalizeName(typed)) : ("", "");
        var user = await context
            .Users.AsNoTracking()
            .Where(user => user.NormalizedEmail == email || user.NormalizedUserName == name)
            // An address need not be unique in the tables: a row that a stock application made must not stand before an
            // account of ours.
            .OrderByDescending(user => user.Profile != null)
            // Somebody's user name can be somebody else's email: the email wins.
            .ThenByDescending(user => user.NormalizedEmail == email)
            .ThenBy(user => user.Id)
            .Select(user => new { user.Id, user.PasswordHash })
            .FirstOrDefaultAsync(cancellationToken);
        return (user?.Id ?? "", user?.PasswordHash);
    }
}
