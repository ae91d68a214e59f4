using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace UserAdmin.Storage.Attached;

/// <summary>
/// Deletes what belongs to an account or a role that is about to be deleted. In a database of the program's own the
/// foreign keys do that. In an attached one ours have none, because they would change the application's tables, and the
/// application's own may not delete anything.
/// </summary>
internal static class DependentRows
{
    /// <summary>Deletes the rows in the open transaction, if the database is attached.</summary>
    /// <param name="context">The context of a command.</param>
    /// <param name="principal">The type of what is about to be deleted.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task DeleteAsync(
        WriteContext context,
        Type principal,
        string key,
        CancellationToken cancellationToken
    )
    {
        if (context.Layout.Shape is null)
        {
            return;
        }

        // A row of which there is only one was read with its principal, and is deleted with it.
        foreach (
            var reference in context
                .Model.FindEntityType(principal)!
                .GetReferencingForeignKeys()
                .Where(reference => !reference.IsUnique && !reference.IsOwnership)
        )
        {
            var column = reference.Properties[0];
            await using var delete = context
                .Database.GetDbConnection()
                .Command(
                    context.Database.CurrentTransaction!.GetDbTransaction(),
                    $"DELETE FROM {reference.DeclaringEntityType.QuotedTable()} "
                        + $"WHERE \"{column.GetColumnName()}\" = @key"
                );
            delete.Parameters.Add(column.GetRelationalTypeMapping().CreateParameter(delete, "@key", key, false));
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
