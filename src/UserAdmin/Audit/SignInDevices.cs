using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Audit;

/// <summary>
/// Reads from the log with which device and from where somebody tried to sign in. The history does not keep devices,
/// which would make it half as large again for the sake of ten rows of a page.
/// </summary>
internal sealed class SignInDevices(WriteContext context)
{
    /// <summary>Returns the device and the address of each event that names one, by its position.</summary>
    /// <param name="positions">Positions in the log, some dozens at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Dictionary<long, (string? UserAgent, string? Address)>> OfAsync(
        long[] positions,
        CancellationToken cancellationToken
    )
    {
        var records = await context
            .EventLog.AsNoTracking()
            .Where(record => EF.Parameter(positions).Contains(record.Position))
            .ToListAsync(cancellationToken);
        try
        {
            return (await EventKeys.OpenAsync(context, records, cancellationToken)).ToDictionary(
                opened => opened.Record.Position,
                opened =>
                    opened.Event switch
                    {
                        UserSignedIn signedIn => (signedIn.UserAgent, null),
                        UserSignInFailed failed => (failed.UserAgent, null),
                        UserAttemptRefused refused => (null, refused.FromAddress),
                        _ => ((string?)null, (string?)null),
                    }
            );
        }
        catch (UnreadableEventException)
        {
            // The page of the system says so; what the history knows is still shown.
            return [];
        }
    }
}
