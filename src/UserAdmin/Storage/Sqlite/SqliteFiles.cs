using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// The locations of the databases. The files of the read model contain its shape in their names, so that each version
/// of the program has its own. There are two files, blue and green: one in use, and one to build the next read model
/// in.
/// </summary>
internal sealed class SqliteFiles
{
    /// <summary>How long to wait for a locked database, unless the connection string sets another value.</summary>
    private const int LockPatienceSeconds = 8;

    private readonly string _read;

    public SqliteFiles(IConfiguration configuration, IOptions<UserAdminOptions> options)
    {
        DataDirectory = Path.GetFullPath(options.Value.DataDirectory);
        // Without a write database in a file, its path is only where the files beside it would be.
        var write = Builder(
            DatabaseChoice.WritesToPostgreSql(configuration) ? null : configuration.GetConnectionString("Write"),
            "write.db"
        );
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

    /// <summary>The connection strings of the two files, blue first.</summary>
    public IReadOnlyList<string> Read { get; }

    public IReadOnlyList<string> ReadPaths { get; }

    /// <summary>
    /// Returns the paths of read models of other shapes, including those of versions that did not put the shape into
    /// the name.
    /// </summary>
    public IEnumerable<string> OtherReadPaths() => ReadModelFiles.Find(_read).Except([.. ReadPaths, WritePath]);

    /// <summary>Returns every file that the databases can consist of.</summary>
    public IEnumerable<string> All() =>
        ReadPaths.Concat(OtherReadPaths()).SelectMany(ReadModelFiles.Of).Concat(ReadModelFiles.Of(WritePath));

    /// <summary>Returns the size of databases in bytes, with what belongs to them; null if unknown.</summary>
    /// <param name="databases">Their paths; those that do not exist count as nothing.</param>
    public static long? BytesOf(IEnumerable<string> databases)
    {
        try
        {
            return databases
                .SelectMany(ReadModelFiles.Of)
                .Select(path => new FileInfo(path))
                .Where(file => file.Exists)
                .Sum(file => file.Length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns the free bytes on the disks of the databases (the smallest value if there are several), or null if
    /// unknown.
    /// </summary>
    public long? FreeBytes()
    {
        try
        {
            return ReadPaths
                .Prepend(WritePath)
                .Select(path => new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace)
                .Min();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

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
                // A person is waiting. This program's own writers take turns, so only another program can hold the lock
                // for longer.
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
