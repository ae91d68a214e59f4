using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Attaching;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteExaminer(SqliteFiles files, IDbContextFactory<WriteContext> contexts) : IDatabaseExaminer
{
    public Examination Examine(ExaminationOptions options, CancellationToken cancellationToken)
    {
        var path = files.WritePath;
        if (!File.Exists(path))
        {
            throw new StartupException(
                Directory.Exists(path)
                    ? $"{path} is a folder. Name a file in --connection; nothing was created."
                    : $"There is no file {path}. Correct --connection; nothing was created."
            );
        }

        try
        {
            return SqliteReading.Look(path, connection => Examine(connection, path, options, cancellationToken));
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, path);
        }
    }

    private Examination Examine(
        SqliteConnection connection,
        string path,
        ExaminationOptions options,
        CancellationToken cancellationToken
    )
    {
        using var context = contexts.CreateDbContext();
        // Not a transaction object, because every command would have to name it.
        using (var begin = connection.Command(null, "PRAGMA query_only = 1; BEGIN DEFERRED"))
        {
            begin.ExecuteNonQuery();
        }

        var known = context.Database.GetMigrations().ToHashSet();
        return Examiner.Examine(new SqliteExaminedDatabase(connection, path, known), options, cancellationToken);
    }
}
