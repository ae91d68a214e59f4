using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;
using UserAdmin.Attaching;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>A database of another application, in which the program has a schema of its own.</summary>
internal static class PostgreSqlAttached
{
    /// <summary>Our table that tells that a database is attached, with its schema.</summary>
    public const string Table = $"{PostgreSqlServer.Schema}.\"{DatabaseLayout.Table}\"";

    /// <summary>
    /// Reads from a database whether it is attached, and how the application keeps its accounts now.
    /// </summary>
    /// <exception cref="StartupException">
    /// The database cannot be read, or the application's tables are no longer those that were attached.
    /// </exception>
    public static DatabaseLayout Look(PostgreSqlServer server) =>
        Read(
            server,
            connection =>
                Stored(connection) is { } text
                    ? DatabaseLayout.InSchema(
                        RefreshedShape.Of(
                            DatabaseLayout.Read(text, server.Name),
                            new PostgreSqlExaminedDatabase(connection, server),
                            kind => HoldsRows(connection, kind)
                        )
                    )
                    : DatabaseLayout.Own
        );

    /// <summary>Returns whether a database is attached, whatever has become of the application's tables.</summary>
    /// <exception cref="StartupException">The database cannot be read.</exception>
    public static bool IsAttached(PostgreSqlServer server) =>
        Read(server, connection => Stored(connection) is not null);

    private static T Read<T>(PostgreSqlServer server, Func<NpgsqlConnection, T> read)
    {
        try
        {
            using var connection = new NpgsqlConnection(server.ForMigrating);
            connection.Open();
            return read(connection);
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    private static string? Stored(NpgsqlConnection connection)
    {
        if (!Exists(connection, Table))
        {
            return null;
        }

        using var read = connection.Command(null, $"SELECT \"Shape\" FROM {Table}");
        return read.ExecuteScalar() as string;
    }

    private static bool HoldsRows(NpgsqlConnection connection, IdentityTableKind kind)
    {
        var table = $"{PostgreSqlServer.Schema}.\"AspNet{kind}\"";
        if (!Exists(connection, table))
        {
            return false;
        }

        using var any = connection.Command(null, $"SELECT EXISTS (SELECT 1 FROM {table})");
        return any.ExecuteScalar() is true;
    }

    private static bool Exists(NpgsqlConnection connection, string table)
    {
        using var exists = connection.Command(null, "SELECT to_regclass(@name) IS NOT NULL", ("@name", table));
        return exists.ExecuteScalar() is true;
    }

    /// <summary>Makes contexts use the layout of an attached database.</summary>
    public static void Use(DbContextOptionsBuilder options, DatabaseLayout layout)
    {
        if (layout.Shape is null)
        {
            return;
        }

        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new LayoutExtension(layout));
        options
            .ReplaceService<IMigrationsSqlGenerator, SqlGenerator>()
            // The migrations describe the program's own layout.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        var mapped = new DbContextOptionsBuilder<Mapped>(
            new DbContextOptions<Mapped>(options.Options.Extensions.ToDictionary(extension => extension.GetType()))
        );
        mapped.ReplaceService<IModelCacheKeyFactory, LayoutModelCache>();
        using var context = new Mapped(mapped.Options);
        options.UseModel(context.GetService<IDesignTimeModel>().Model);
    }

    /// <summary>
    /// Has the model of the layout; of a type of its own, because the compiled model belongs to the other.
    /// </summary>
    private sealed class Mapped(DbContextOptions<Mapped> options) : PostgreSqlWriteContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            AttachedMapping.Apply(modelBuilder, Layout, hasUuids: true, PostgreSqlServer.Schema);
        }
    }

    /// <summary>Writes migrations as the layout needs them.</summary>
#pragma warning disable EF1001 // The constructor that has to be called takes it.
    private sealed class SqlGenerator(
        MigrationsSqlGeneratorDependencies dependencies,
        INpgsqlSingletonOptions npgsql,
        IDbContextOptions options
    ) : NpgsqlMigrationsSqlGenerator(dependencies, npgsql)
#pragma warning restore EF1001
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
                    layout.Key switch
                    {
                        IdentityKey.Uuid => "uuid",
                        IdentityKey.Int => "integer",
                        IdentityKey.BigInt => "bigint",
                        _ => null,
                    },
                    PostgreSqlServer.Schema
                ).Change(operations),
                model,
                generation
            );
        }
    }
}
