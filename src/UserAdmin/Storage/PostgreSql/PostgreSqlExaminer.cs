using System.Data.Common;
using Npgsql;
using UserAdmin.Attaching;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
internal sealed class PostgreSqlExaminer(
    PostgreSqlServer server,
    Microsoft.Extensions.Configuration.IConfiguration configuration
) : IDatabaseExaminer
{
    public Examination Examine(ExaminationOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new NpgsqlConnection(ConnectionString());
            connection.Open();
            using var begin = connection.Command(
                null,
                // A table may be locked by a migration of the application; the server's own limit for a statement is
                // for its users, and may be short.
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = '10s'; "
                    + "SET LOCAL statement_timeout = 0"
            );
            begin.ExecuteNonQuery();
            return Examiner.Examine(new PostgreSqlExaminedDatabase(connection, server), options, cancellationToken);
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
    }

    // As the application connects: the search path that the role or the database has decides which tables are meant.
    private string ConnectionString()
    {
        var given = new NpgsqlConnectionStringBuilder(configuration["ConnectionStrings:Write"]).SearchPath;
        return new NpgsqlConnectionStringBuilder(server.Unpooled)
        {
            SearchPath = given,
            CommandTimeout = 0,
        }.ConnectionString;
    }
}
