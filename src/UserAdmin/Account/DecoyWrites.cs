using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
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
        var users = context.Model.FindEntityType(typeof(User))!;
        // By no key: in every kind of key.
        var statement = context
            .GetService<IRawSqlCommandBuilder>()
            .Build(
                $"UPDATE {users.QuotedTable()} SET \"{Column(users, nameof(User.AccessFailedCount))}\" = 0 "
                    + $"WHERE \"{Column(users, nameof(User.Id))}\" = NULL"
            );
        var execution = new RelationalCommandParameterObject(
            context.GetService<IRelationalConnection>(),
            parameterValues: null,
            readerColumns: null,
            context,
            context.GetService<IRelationalCommandDiagnosticsLogger>(),
            CommandSource.SaveChanges
        );
        for (var i = 0; i < statements; i++)
        {
            // As cheap as the statement of a change that EF Core has tracked (decision 64), and sent with it.
            await context.Unsent!.AddAsync(statement, execution, _ => { }, fault => fault, cancellationToken);
        }
    }

    private static string Column(IEntityType entity, string property) => entity.FindProperty(property)!.GetColumnName();
}
