using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Finds the account for a typed address or user name.</summary>
internal sealed class AccountLookup(WriteContext context, ILookupNormalizer normalizer)
{
    /// <summary>Returns the account's id and password hash; the id is empty if there is no account.</summary>
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
            // Addresses need not be unique in the tables: a row created by a stock application must not take precedence
            // over an account of ours.
            .OrderByDescending(user => user.Profile != null)
            // One person's user name can be another person's email; the email wins.
            .ThenByDescending(user => user.NormalizedEmail == email)
            .ThenBy(user => user.Id)
            .Select(user => new { user.Id, user.PasswordHash })
            .FirstOrDefaultAsync(cancellationToken);
        return (user?.Id ?? "", user?.PasswordHash);
    }
}
