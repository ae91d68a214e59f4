using System.Globalization;
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

    // In seconds, for each of several hosts: another one may answer.
    private const int ConnectPatienceOfSeveral = 3;

    // In seconds: how long it is believed that a host is away or a standby. Npgsql believes it for ten.
    private const int HostRecheck = 1;

    // In seconds: a machine that has vanished does not end its connections.
    private const int TcpKeepAlive = 3;

    // In milliseconds. A commit that waits for a standby and is cancelled ends as if it had succeeded, so the answer to
    // a cancelled statement is not read: the connection ends.
    private const int NoAnswer = -1;

    // The statements of the log and of changed rows; each connection keeps this many prepared.
    private const int MostPrepared = 200;

    public PostgreSqlServer(IConfiguration configuration)
    {
        var builder = Read(configuration.GetConnectionString("Write"));
        var application = builder.SearchPath ?? ApplicationSchema;
        Hosts =
        [
            .. (builder.Host ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(host => Split(host, builder.Port)),
        ];
        Name =
            string.Join(
                ',',
                Hosts.Select(host =>
                    host.Port == NpgsqlConnection.DefaultPort
                        ? host.Name
                        : FormattableString.Invariant($"{host.Name}:{host.Port}")
                )
            ) + $"/{builder.Database}";
        // Tables without a schema in their name are created in the first schema of the path.
        builder.SearchPath = application;
        ForMigrating = builder.ConnectionString;
        // Our names come first: the application may have a table EventLog, too.
        builder.SearchPath = $"{Schema},{application}";
        ConnectionString = builder.ConnectionString;
        builder.Pooling = false;
        builder.CancellationTimeout = NoAnswer;
        Unpooled = builder.ConnectionString;
        builder.KeepAlive = KeepAlive;
        Listening = builder.ConnectionString;
    }

    /// <summary>The server or servers and the database, for messages to a person: no password.</summary>
    public string Name { get; }

    /// <summary>The servers: the primary, and standbys that may take its place.</summary>
    public IReadOnlyList<(string Name, int Port)> Hosts { get; }

    /// <summary>Whether there is more than one server. Every connection then leads to the primary.</summary>
    public bool HasSeveralHosts => Hosts.Count > 1;

    public string ConnectionString { get; }

    /// <summary>For a connection of its own, which is not shared and not reset.</summary>
    public string Unpooled { get; }

    /// <summary>For a connection that only waits, and has to notice when the server is gone.</summary>
    public string Listening { get; }

    /// <summary>For creating and changing tables.</summary>
    public string ForMigrating { get; }

    // Everything is written on the primary, and only there can be listened.
    private static void FindPrimary(NpgsqlConnectionStringBuilder builder)
    {
        builder.TargetSessionAttributes ??= "primary";
        if (builder.TargetSessionAttributes.ToUpperInvariant() is not ("PRIMARY" or "READ-WRITE"))
        {
            throw new ArgumentException("Its Target Session Attributes must be primary or read-write.");
        }

        if (!builder.ShouldSerialize("Host Recheck Seconds"))
        {
            builder.HostRecheckSeconds = HostRecheck;
        }

        if (!builder.ShouldSerialize("TCP Keepalive") && !builder.ShouldSerialize("TCP Keepalive Time"))
        {
            (builder.TcpKeepAlive, builder.TcpKeepAliveTime, builder.TcpKeepAliveInterval) = (true, TcpKeepAlive, 1);
        }
    }

    // As Npgsql does it: an address of IPv6 with a port is in brackets.
    private static (string Name, int Port) Split(string host, int port)
    {
        var colon = host.LastIndexOf(':');
        return
            colon > 0
            && (host.IndexOf(':', StringComparison.Ordinal) == colon || host[colon - 1] == ']')
            && int.TryParse(host.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var own)
            ? (host[..colon], own)
            : (host, port);
    }

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
            // Tells which row was refused.
            builder.IncludeFailedBatchedCommand = true;
            var hasSeveral = builder.Host?.Contains(',', StringComparison.Ordinal) is true;
            if (!builder.ShouldSerialize("Timeout"))
            {
                builder.Timeout = hasSeveral ? ConnectPatienceOfSeveral : ConnectPatience;
            }

            if (hasSeveral)
            {
                FindPrimary(builder);
            }

            if (!builder.ShouldSerialize("Max Auto Prepare"))
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
