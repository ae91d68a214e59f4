using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using UserAdmin.Attaching;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// A database file of another application, in which the program keeps its tables beside the application's.
/// </summary>
internal static class SqliteAttached
{
    /// <summary>Our table that tells that a file is attached.</summary>
    public const string Table = DatabaseLayout.Prefix + DatabaseLayout.Table;

    /// <summary>Reads from a file whether it is attached, and how the application keeps its accounts now.</summary>
    /// <exception cref="StartupException">
    /// The file cannot be read, or the application's tables are no longer those that were attached.
    /// </exception>
    public static DatabaseLayout Look(string path) =>
        Read(
            path,
            connection =>
                Stored(connection) is { } text
                    ? DatabaseLayout.WithPrefix(
                        RefreshedShape.Of(
                            DatabaseLayout.Read(text, path),
                            new SqliteExaminedDatabase(connection, path, known: new HashSet<string>()),
                            kind => HoldsRows(connection, kind)
                        )
                    )
                    : DatabaseLayout.Own
        ) ?? DatabaseLayout.Own;

    /// <summary>Returns the layout of a file as it was when it was attached; only ours may be read by it.</summary>
    /// <exception cref="StartupException">The file cannot be read.</exception>
    public static DatabaseLayout AsAttached(string path) =>
        Read(
            path,
            connection =>
                Stored(connection) is { } text
                    ? DatabaseLayout.WithPrefix(DatabaseLayout.Read(text, path))
                    : DatabaseLayout.Own
        ) ?? DatabaseLayout.Own;

    /// <summary>Returns whether a file is attached, whatever has become of the application's tables.</summary>
    /// <exception cref="StartupException">The file cannot be read.</exception>
    public static bool IsAttached(string path) => Read(path, connection => Stored(connection) is not null);

    private static T? Read<T>(string path, Func<SqliteConnection, T> read)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            return default;
        }

        try
        {
            return SqliteReading.Look(path, read);
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, path);
        }
    }

    private static string? Stored(SqliteConnection connection)
    {
        if (!Exists(connection, Table))
        {
            return null;
        }

        using var read = connection.Command(null, $"SELECT \"Shape\" FROM \"{Table}\"");
        return read.ExecuteScalar() as string;
    }

    private static bool HoldsRows(SqliteConnection connection, IdentityTableKind kind)
    {
        var table = $"{DatabaseLayout.Prefix}AspNet{kind}";
        if (!Exists(connection, table))
        {
            return false;
        }

        using var any = connection.Command(null, $"SELECT EXISTS (SELECT 1 FROM \"{table}\")");
        return any.ExecuteScalar() is 1L;
    }

    private static bool Exists(SqliteConnection connection, string table)
    {
        using var exists = connection.Command(
            null,
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = @table",
            ("@table", table)
        );
        return exists.ExecuteScalar() is not null;
    }

    /// <summary>Makes contexts use the layout of an attached file.</summary>
    public static void Use(DbContextOptionsBuilder options, DatabaseLayout layout)
    {
        if (layout.Shape is null)
        {
            return;
        }

        Add(options, layout);
        var mapped = new DbContextOptionsBuilder<Mapped>(
            new DbContextOptions<Mapped>(options.Options.Extensions.ToDictionary(extension => extension.GetType()))
        );
        mapped.ReplaceService<IModelCacheKeyFactory, LayoutModelCache>();
        using var context = new Mapped(mapped.Options);
        options.UseModel(context.GetService<IDesignTimeModel>().Model);
    }

    private static void Add(DbContextOptionsBuilder options, DatabaseLayout layout)
    {
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new LayoutExtension(layout));
        options
            .ReplaceService<IMigrationsSqlGenerator, SqlGenerator>()
            // The migrations describe the program's own layout.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
    }

    /// <summary>
    /// Has the model of the layout; of a type of its own, because the compiled model belongs to the other.
    /// </summary>
    private sealed class Mapped(DbContextOptions<Mapped> options) : WriteContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            AttachedMapping.Apply(modelBuilder, Layout, hasUuids: false, ownSchema: null);
        }
    }

    /// <summary>Writes migrations as the layout needs them.</summary>
    private sealed class SqlGenerator(
        MigrationsSqlGeneratorDependencies dependencies,
        IRelationalAnnotationProvider annotations,
        IDbContextOptions options
    ) : SqliteMigrationsSqlGenerator(dependencies, annotations)
    {
        public override IReadOnlyList<MigrationCommand> Generate(
            IReadOnlyList<MigrationOperation> operations,
            IModel? model = null,
            MigrationsSqlGenerationOptions generation = MigrationsSqlGenerationOptions.Default
        )
        {
            var layout = LayoutExtension.Of(options);
            return base.Generate(
                new AttachedOperations(
                    layout,
                    layout.Key is IdentityKey.Int or IdentityKey.BigInt ? "INTEGER" : null,
                    ownSchema: null
                ).Change(operations),
                model,
                generation
            );
        }
    }
}
