using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.Projections;

/// <summary>
/// The shape of a read model: its tables and what the projections write into them. A program reads only a read model of
/// its own shape, and builds one from the log if there is none.
/// </summary>
internal static class ReadModelShape
{
    /// <summary>
    /// Version of the projections' output. Increase it when they write different data into the same tables; changes to
    /// the tables are detected without it.
    /// </summary>
    public const int ProjectionsVersion = 1;

    /// <summary>Returns the shape as eight hexadecimal digits, suitable for a file name.</summary>
    /// <param name="context">A context of the read model; nothing is read from the database.</param>
    /// <param name="projectionsVersion"><see cref="ProjectionsVersion"/>.</param>
    public static string Of(DbContext context, int projectionsVersion = ProjectionsVersion)
    {
        // The design-time model, because the run-time model does not contain the filters of indexes.
        var model = context.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        var lines = model.Tables.SelectMany(Describe).Order(StringComparer.Ordinal);
        var text = string.Create(CultureInfo.InvariantCulture, $"{projectionsVersion}\n{string.Join('\n', lines)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
    }

    private static IEnumerable<string> Describe(ITable table) =>
        [
            .. table.Columns.Select(column =>
                $"{table.Name}.{column.Name}: {column.StoreType}{(column.IsNullable ? "?" : "")}"
            ),
            .. table.UniqueConstraints.Select(key =>
                $"{table.Name} {(key == table.PrimaryKey ? "primary key" : "unique")} ({Names(key.Columns)})"
            ),
            .. table.Indexes.Select(index =>
                $"{table.Name} index {index.Name} ({Names(index.Columns)}) {index.IsUnique} {index.Filter}"
            ),
        ];

    private static string Names(IEnumerable<IColumn> columns) =>
        string.Join(", ", columns.Select(column => column.Name));
}
