using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

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
            await context
                .Users.Where(user => user.Id == "")
                .ExecuteUpdateAsync(user => user.SetProperty(row => row.AccessFailedCount, 0), cancellationToken);
        }
    }
}
