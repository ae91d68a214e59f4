using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserAdmin.EndToEnd.Programs;
using UserAdmin.StockDatabases;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.EndToEnd.Following;

/// <summary>A database that the console and a stock application share.</summary>
internal sealed class StormDatabase : IAsyncDisposable
{
    private readonly List<DataFolder> _folders = [];
    private readonly StockShape _shape;
    private readonly bool _isAttached;
    private readonly string _connectionString;
    private readonly DataFolder? _file;

    private StormDatabase(StockShape shape, bool isAttached, string connectionString, DataFolder? file)
    {
        (_shape, _isAttached, _connectionString, _file) = (shape, isAttached, connectionString, file);
        // A file of the console's own is in its folder, that of an application is elsewhere.
        _folders.Add(file is not null && !isAttached ? file : new DataFolder(connectionString));
    }

    /// <summary>Whether it is on a server.</summary>
    public bool IsOnAServer => _shape.Provider == StockProvider.PostgreSql;

    /// <summary>The folder of the console, whose read model is compared.</summary>
    public DataFolder Console => _folders[0];

    /// <summary>Creates a database.</summary>
    /// <param name="provider">Where.</param>
    /// <param name="isAttached">
    /// Whether the stock application made it, and the console is attached to it; otherwise the console makes it.
    /// </param>
    public static async Task<StormDatabase> CreateAsync(StockProvider provider, bool isAttached)
    {
        var shape = new StockShape(provider, Version: 3);
        StormDatabase database;
        if (provider == StockProvider.PostgreSql)
        {
            PostgreSqlIsThere.OrSkip();
            var name = $"storm_{Guid.NewGuid():N}";
            var cluster = await PostgreSqlCluster.SharedAsync();
            await cluster.RunAsync($"CREATE DATABASE {name}");
            database = new(shape, isAttached, cluster.To(name), null);
        }
        else
        {
            var folder = new DataFolder();
            database = new(shape, isAttached, $"Data Source={folder.File(isAttached ? "app.db" : "write.db")}", folder);
        }

        if (isAttached)
        {
            await StockDatabase.CreateAsync(shape, database._connectionString);
            var attached = await BuiltProgram.RunAsync("attach", "--connection", database._connectionString, "--yes");
            attached.ExitCode.ShouldBe(0, string.Join('\n', attached.Error));
        }

        return database;
    }

    /// <summary>
    /// Returns the folder of another process of the console. On a server each has its own; a file is shared.
    /// </summary>
    public DataFolder NewFolder()
    {
        if (!IsOnAServer && !_isAttached)
        {
            return Console;
        }

        var folder = new DataFolder(_connectionString);
        _folders.Add(folder);
        return folder;
    }

    /// <summary>Returns the name of one of the console's tables, as statements need it.</summary>
    /// <param name="table">Its name in the documentation.</param>
    public string Own(string table) =>
        IsOnAServer ? $"useradmin.\"{table}\""
        : _isAttached && !table.StartsWith("UserAdmin_", StringComparison.Ordinal) ? $"\"UserAdmin_{table}\""
        : $"\"{table}\"";

    /// <summary>The queue of the triggers.</summary>
    public string Queue => IsOnAServer ? Own("Observed") : Own("UserAdmin_Observed");

    /// <summary>Returns the services of the stock application.</summary>
    public ServiceProvider StockServices() =>
        StockDatabase.Services<IdentityUser<string>, string>(_shape, _connectionString);

    /// <summary>Opens a connection of another program.</summary>
    public DbConnection Open()
    {
        DbConnection connection = IsOnAServer
            ? new NpgsqlConnection(_connectionString)
            : new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Returns the rows of a query, each as the text of its values; a missing value is empty.</summary>
    public List<string[]> Rows(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)))]);
        }

        return rows;
    }

    /// <summary>Returns the rows of a query of the console's read model in the same way.</summary>
    public List<string[]> ReadModel(string sql) =>
        [
            .. Database
                .Rows(Database.ReadModelInUse(Console), sql)
                .Select(row => row.Select(value => value == "∅" ? "" : value).ToArray()),
        ];

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!IsOnAServer)
        {
            using var connection = new SqliteConnection(_connectionString);
            SqliteConnection.ClearPool(connection);
        }

        _folders.ForEach(folder => folder.Dispose());
        if (_isAttached)
        {
            _file?.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static string Text(object value) =>
        value switch
        {
            DBNull => "",
            byte[] bytes => Convert.ToHexStringLower(bytes),
            bool flag => flag ? "1" : "0",
            DateTime moment => moment.ToString("O", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
