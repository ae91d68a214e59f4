using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace UserAdmin.Storage;

/// <summary>Tells from a connection string which database is meant.</summary>
internal static class DatabaseChoice
{
    private static readonly string[] _ofServers = ["Host", "Server"];

    /// <summary>
    /// Returns whether <c>ConnectionStrings:Write</c> names a PostgreSQL server (<c>Host=…</c>) instead of an SQLite
    /// file (<c>Data Source=…</c>).
    /// </summary>
    public static bool WritesToPostgreSql(IConfiguration configuration)
    {
        var builder = new DbConnectionStringBuilder();
        try
        {
            builder.ConnectionString = configuration.GetConnectionString("Write") ?? "";
        }
        catch (ArgumentException)
        {
            // Whoever opens the database says what is wrong with it.
            return false;
        }

        return Array.Exists(_ofServers, builder.ContainsKey);
    }
}
