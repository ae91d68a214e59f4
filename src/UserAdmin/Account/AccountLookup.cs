using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Finds the account for a typed address or user name.</summary>
internal sealed class AccountLookup(WriteContext context, ILookupNormalizer normalizer)
{
    // More accounts with one address than anybody has; an account that was created here is one of the first.
    private const int MostNamesakes = 100;

    /// <summary>Returns the account's id and password hash; the id is empty if there is no account.</summary>
    public async Task<(string UserId, string? PasswordHash)> FindAsync(string text, CancellationToken cancellationToken)
    {
        var typed =
            EmailAddress.TryParse(text, out var address, out _) ? address
            : UserText.IsReadable(text) ? UserText.CleanKey(text) ?? ""
            : "";
        if (typed.Length == 0)
        {
            return ("", null);
        }

        var (email, name) = (normalizer.NormalizeEmail(typed), normalizer.NormalizeName(typed));
        var found = await context
            .Users.AsNoTracking()
            .Where(user => user.NormalizedEmail == email || user.NormalizedUserName == name)
            .OrderByDescending(user => user.Profile != null)
            // One person's user name can be another person's email; the email wins.
            .ThenByDescending(user => user.NormalizedEmail == email)
            .ThenBy(user => user.Id)
            .Select(user => new { user.Id, user.PasswordHash })
            .Take(MostNamesakes)
            .ToListAsync(cancellationToken);
        if (found.Count > 1)
        {
            // Addresses need not be unique in the tables: a row created by a stock application must not take precedence
            // over an account that was created here, not even when it has been recorded. A query of its own, because
            // the log has keys as text and the application's table may have them as numbers or UUIDs.
            var ids = found.ConvertAll(user => user.Id);
            var created = await context
                .Set<EventRecord>()
                .Where(record => ids.Contains(record.SubjectId) && record.Type == nameof(UserCreated))
                .Select(record => record.SubjectId)
                .ToListAsync(cancellationToken);
            found = [.. found.OrderByDescending(user => created.Contains(user.Id))];
        }

        var user = found.FirstOrDefault();
        return (user?.Id ?? "", user?.PasswordHash);
    }
}
