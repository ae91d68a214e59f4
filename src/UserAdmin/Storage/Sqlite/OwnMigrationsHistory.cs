using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
#pragma warning disable EF1001 // The name of the lock table can be changed nowhere else.
using Microsoft.EntityFrameworkCore.Sqlite.Migrations.Internal;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Which of our migrations the write database has had: in a table of our own, with a lock of our own, because another
/// application may migrate in the same file.
/// </summary>
internal sealed class OwnMigrationsHistory(HistoryRepositoryDependencies dependencies)
    : SqliteHistoryRepository(dependencies)
{
    /// <summary>Where the rows are.</summary>
    public const string Table = "__UserAdminMigrationsHistory";

    /// <summary>Where they were in versions that shared the table with everybody.</summary>
    public const string SharedTable = HistoryRepository.DefaultTableName;

    /// <summary>Guards a migration that is under way.</summary>
    public const string Lock = "__UserAdminMigrationsLock";

    protected override string LockTableName => Lock;

    /// <summary>Makes a context use it.</summary>
    public static DbContextOptionsBuilder Use(DbContextOptionsBuilder options, string connectionString) =>
        options
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsHistoryTable(Table))
            .ReplaceService<IHistoryRepository, OwnMigrationsHistory>();
}
