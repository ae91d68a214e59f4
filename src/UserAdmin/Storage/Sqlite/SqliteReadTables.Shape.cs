namespace UserAdmin.Storage.Sqlite;

// Written by ReadModelShapeTests.
internal static partial class SqliteReadTables
{
    /// <summary>The shape of this program's read model in SQLite (<see cref="Projections.ReadModelShape"/>).</summary>
    public const string Shape = "0060e3a3";
}
