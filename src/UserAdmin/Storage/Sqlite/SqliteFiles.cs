using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Where the databases are. The files of the read model have its shape in their names, so that programs of different
/// versions each have their own. There are two, blue and green: one in use, one to build the next in.
/// </summary>
internal sealed class SqliteFiles
{
    /// <summary>How long a locked database is waited for, unless the connection string says otherwise.</summary>
    private const int LockPatienceSeconds = 8;

    private readonly string _read;

    public SqliteFiles(IConfiguration configuration, IOptions<UserAdminOptions> options)
    {
        DataDirectory = Path.GetFullPath(options.Value.DataDirectory);
        var write = Builder(configuration.GetConnectionString("Write"), "write.db");
        var read = Builder(configuration.GetConnectionString("Read"), "read.db");
        Write = write.ConnectionString;
        WritePath = write.DataSource;
        _read = read.DataSource;
        var shape = SqliteReadTables.Shape;
        ReadPaths = [ReadModelFiles.PathOf(_read, shape, isGreen: false), ReadModelFiles.PathOf(_read, shape, true)];
        Read =
        [
            .. ReadPaths.Select(path =>
                new SqliteConnectionStringBuilder(read.ConnectionString) { DataSource = path }.ConnectionString
            ),
        ];
    }

    public string DataDirectory { get; }

    public string Write { get; }

    public string WritePath { get; }

    /// <summary>Connection strings of the two places, blue first.</summary>
    public IReadOnlyList<string> Read { get; }

    public IReadOnlyList<string> ReadPaths { get; }

    /// <summary>
    /// Read models of other shapes that lie there, also those of versions that did not name the shape.
    /// </summary>
    public IEnumerable<string> OtherReadPaths() => ReadModelFiles.Find(_read).Except([.. ReadPaths, WritePath]);

    /// <summary>Every file of the databases that there can be.</summary>
    public IEnumerable<string> All() =>
        ReadPaths.Concat(OtherReadPaths()).SelectMany(ReadModelFiles.Of).Concat(ReadModelFiles.Of(WritePath));

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
