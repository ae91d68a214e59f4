using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using UserAdmin.Attaching;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Attaching;

/// <summary>A database of a stock application, in a temporary folder or on the server of the tests.</summary>
internal sealed class StockFolder : IAsyncDisposable
{
    private readonly string _folder;

    private StockFolder(string folder, string connectionString) => (_folder, Connection) = (folder, connectionString);

    /// <summary>Its connection string.</summary>
    public string Connection { get; }

    /// <summary>Its folder, which also tells the name of a database on a server.</summary>
    public string Directory => _folder;

    /// <summary>The number of rows of its tables.</summary>
    public StockCounts Counts { get; private set; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The file, if it is one.</summary>
    public string File => Path.Combine(_folder, "write.db");

    /// <summary>Returns an empty database; for SQLite, no file.</summary>
    public static async Task<StockFolder> EmptyAsync()
    {
        TestProvider.SkipIfMissing();
        var folder = System.IO.Directory.CreateTempSubdirectory("useradmin-stock-").FullName;
        await TestProvider.EnsureCreatedAsync(folder);
        return new(folder, await TestProvider.ConnectionStringAsync(folder));
    }

    /// <summary>Returns a database with accounts.</summary>
    public static async Task<StockFolder> CreateAsync(StockShape shape, int accounts = 60)
    {
        var folder = await EmptyAsync();
        folder.Counts = await StockDatabase.CreateAsync(shape, folder.Connection, accounts);
        TestProvider.ClearPools();
        return folder;
    }

    /// <summary>Examines it as the command line does.</summary>
    public Examination Examine(ExaminationOptions? options = null) =>
        UserAdminAttach.Examine(Connection, options ?? new(), TestContext.Current.CancellationToken);

    /// <summary>Runs a statement as another program.</summary>
    public void Run(string sql)
    {
        using var connection = Open();
        using var command = connection.Command(null, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Returns the first value that a statement returns.</summary>
    public object? Value(string sql)
    {
        using var connection = Open();
        using var command = connection.Command(null, sql);
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        TestProvider.ClearPools();
        await TestProvider.DropAsync(_folder);
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private DbConnection Open()
    {
        DbConnection connection =
            TestProvider.Stock == StockProvider.Sqlite
                ? new SqliteConnection(Connection + ";Pooling=False;Foreign Keys=False")
                : new NpgsqlConnection(Connection + ";Pooling=False");
        connection.Open();
        return connection;
    }
}
