using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Account;

/// <summary>
/// Takes as long as a real write without writing anything, because a known and an unknown address must take the same
/// time.
/// </summary>
internal static class DecoyWrites
{
    public static async Task WriteAsync(WriteContext context, int statements, CancellationToken cancellationToken)
    {
        for (var i = 0; i < statements; i++)
        {
            // As cheap for EF Core as the statement of a change that it has tracked (decision 64).
            await context.Database.ExecuteSqlRawAsync(
                "UPDATE \"AspNetUsers\" SET \"AccessFailedCount\" = 0 WHERE \"Id\" = ''",
                cancellationToken
            );
        }
    }
}
