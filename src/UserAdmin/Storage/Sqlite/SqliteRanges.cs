using UserAdmin.Monitoring.StockTables;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Ranges of accounts in SQL.</summary>
internal static class SqliteRanges
{
    extension(AccountRange range)
    {
        /// <summary>The parameters of <see cref="Within"/>.</summary>
        public (string Name, object? Value)[] Parameters =>
            range.Last is null ? [("@first", range.First)] : [("@first", range.First), ("@last", range.Last)];

        /// <summary>Returns the condition that an id is in the range.</summary>
        /// <param name="column">The column with the id.</param>
        public string Within(string column) =>
            range.Last is null ? $"{column} = @first" : $"{column} > @first AND {column} <= @last";
    }
}
