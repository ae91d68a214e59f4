using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Where the databases are. The read model has two places, blue and green: one in use, one to build the next in.
/// </summary>
internal sealed class SqliteFiles
{
    public SqliteFiles(IConfiguration configuration, IOptions<UserAdminOptions> options)
    {
        DataDirectory = Path.GetFullPath(options.Value.DataDirectory);
        var write = Builder(configuration.GetConnectionString("Write"), "write.db");
        var read = Builder(configuration.GetConnectionString("Read"), "read.db");
        var green = new SqliteConnectionStringBuilder(read.ConnectionString)
        {
            DataSource = Path.Combine(
                Path.GetDirectoryName(read.DataSource) ?? "",
                Path.GetFileNameWithoutExtension(read.DataSource) + ".green" + Path.GetExtension(read.DataSource)
            ),
        };
        Write = write.ConnectionString;
        WritePath = write.DataSource;
        Read = [read.ConnectionString, green.ConnectionString];
        ReadPaths = [read.DataSource, green.DataSource];
    }

    /// <summary>How long a locked database is waited for, unless the connection string says otherwise.</summary>
    private const int LockPatienceSeconds = 8;

    public string DataDirectory { get; }

    public string Write { get; }

    public string WritePath { get; }

    /// <summary>Connection strings of the two places, blue first.</summary>
    public IReadOnlyList<string> Read { get; }

    public IReadOnlyList<string> ReadPaths { get; }

    /// <summary>Every file of the databases that there can be.</summary>
    public IEnumerable<string> All() =>
        ReadPaths
            .Prepend(WritePath)
            .SelectMany(path => (string[])[path, path + "-wal", path + "-shm", path + "-journal", path + ".building"]);

    private SqliteConnectionStringBuilder Builder(string? configured, string fileName)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(configured ?? "");
            if (builder.DataSource.Length == 0)
            {
                builder.DataSource = Path.Combine(DataDirectory, fileName);
            }

            builder.DataSource = Path.GetFullPath(builder.DataSource);
            if (!builder.ShouldSerialize("Default Timeout"))
            {
                // A person waits for it. Our own writers take turns; whoever holds the lock for longer is another
                // program.
                builder.DefaultTimeout = LockPatienceSeconds;
            }

            return builder;
        }
        catch (ArgumentException fault)
        {
            throw new StartupException(
                $"The connection string for {fileName} cannot be read: {fault.Message} Correct "
                    + "ConnectionStrings:Write or ConnectionStrings:Read.",
                fault
            );
        }
    }
}
