using System.Globalization;

namespace UserAdmin.Storage;

/// <summary>A column that gets a value in each inserted row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values, as the database's provider gets them, without null.</param>
internal sealed record InsertedColumn(string Name, Type Type);

/// <summary>Rows that are inserted into one table.</summary>
/// <param name="Table">The table, as SQL.</param>
/// <param name="Columns">The columns that get values.</param>
/// <param name="Rows">The values of each row, in the order of the columns.</param>
internal sealed record InsertedRows(string Table, IReadOnlyList<InsertedColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The table with its columns, as SQL.</summary>
    public string Into => $"{Table} ({string.Join(", ", Columns.Select(column => $"\"{column.Name}\""))})";

    /// <summary>Returns the name of the parameter of a column.</summary>
    public static string Parameter(int column) => string.Create(CultureInfo.InvariantCulture, $"@p{column}");
}
