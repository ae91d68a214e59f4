using Microsoft.Extensions.Configuration;
using Npgsql;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>Where the write database is, and how connections to it are set up.</summary>
internal sealed class PostgreSqlServer
{
    /// <summary>Schema of our own tables. The stock Identity tables are in the application's schema.</summary>
    public const string Schema = "useradmin";

    private const string ApplicationSchema = "public";

    // In seconds; a person is waiting.
    private const int ConnectPatience = 8;

    // In seconds: how often a connection that waits is tried.
    private const int KeepAlive = 5;

    // The statements of the log and of changed rows; each connection keeps this many prepared.
    private const int MostPrepared = 200;

    public PostgreSqlServer(IConfiguration configuration)
    {
        var builder = Read(configuration.GetConnectionString("Write"));
        var application = builder.SearchPath ?? ApplicationSchema;
        Name =
            builder.Port == NpgsqlConnection.DefaultPort
                ? $"{builder.Host}/{builder.Database}"
                : FormattableString.Invariant($"{builder.Host}:{builder.Port}/{builder.Database}");
        // Tables without a schema in their name are created in the first schema of the path.
        builder.SearchPath = application;
        ForMigrating = builder.ConnectionString;
        // Our names come first: the application may have a table EventLog, too.
        builder.SearchPath = $"{Schema},{application}";
        ConnectionString = builder.ConnectionString;
        builder.Pooling = false;
        Unpooled = builder.ConnectionString;
        builder.KeepAlive = KeepAlive;
        Listening = builder.ConnectionString;
    }

    /// <summary>The server and the database, for messages to a person: no password.</summary>
    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>For a connection of its own, which is not shared and not reset.</summary>
    public string Unpooled { get; }

    /// <summary>For a connection that only waits, and has to notice when the server is gone.</summary>
    public string Listening { get; }

    /// <summary>For creating and changing tables.</summary>
    public string ForMigrating { get; }

    private static NpgsqlConnectionStringBuilder Read(string? configured)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(configured);
            if (string.IsNullOrEmpty(builder.Database))
            {
                throw new ArgumentException("It names no database.");
            }

            builder.ApplicationName ??= "UserAdmin";
            if (!builder.ContainsKey("Timeout"))
            {
                builder.Timeout = ConnectPatience;
            }

            if (!builder.ContainsKey("Max Auto Prepare"))
            {
                builder.MaxAutoPrepare = MostPrepared;
                builder.AutoPrepareMinUsages = 2;
            }

            return builder;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            throw new StartupException(
                $"The connection string for PostgreSQL cannot be used: {fault.Message} Correct "
                    + "ConnectionStrings:Write, such as Host=db.example.com;Database=accounts;Username=useradmin.",
                fault
            );
        }
    }
}
