using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>
/// Checks a connection string of another application. What is wrong with it is said without a word of it: a password
/// with a semicolon in it would otherwise be shown in part.
/// </summary>
internal static class ConnectionText
{
    private const string Examples =
        "\"Data Source=/srv/app/app.db\" or \"Host=db.example.com;Database=app;Username=useradmin;Password=…\"";

    // Words that only the providers of one database know.
    private static readonly Dictionary<string, string[]> _others = new()
    {
        ["SQL Server"] =
        [
            "Initial Catalog",
            "Integrated Security",
            "Trusted_Connection",
            "TrustServerCertificate",
            "Trust Server Certificate",
            "MultipleActiveResultSets",
            "Multiple Active Result Sets",
            "AttachDbFilename",
            "Network Library",
        ],
        ["MySQL"] =
        [
            "AllowPublicKeyRetrieval",
            "AllowUserVariables",
            "ConvertZeroDateTime",
            "TreatTinyAsBoolean",
            "CharSet",
        ],
    };

    /// <summary>Checks it.</summary>
    /// <exception cref="StartupException">It cannot be that of a file of SQLite or of a PostgreSQL server.</exception>
    public static void Check(string connection)
    {
        var words = new DbConnectionStringBuilder();
        try
        {
            words.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            throw Unreadable();
        }

        if (!words.ContainsKey("Host"))
        {
            foreach (var (name, typical) in _others.Where(other => other.Value.Any(words.ContainsKey)))
            {
                throw new StartupException(
                    $"--connection is for {name}. UserAdmin can be attached to files of SQLite and "
                        + $"to PostgreSQL: {Examples}. Nothing was changed."
                );
            }
        }

        if (IsServer(words) && !words.ContainsKey("Database") && !words.ContainsKey("DB"))
        {
            throw new StartupException($"--connection names no database on the server, such as {Examples}.");
        }

        if (
            !IsServer(words)
            && !words.ContainsKey("Data Source")
            && !words.ContainsKey("DataSource")
            && !words.ContainsKey("Filename")
        )
        {
            throw new StartupException($"--connection names neither a file nor a server, such as {Examples}.");
        }
    }

    /// <summary>Creates the error for a word or value that a provider does not know.</summary>
    public static StartupException Unreadable() =>
        new(
            $"--connection cannot be read. Give words and values, such as {Examples}; a value that contains a "
                + "semicolon or quotes has to be in quotes. It is not repeated here, because it may contain a password."
        );

    private static bool IsServer(DbConnectionStringBuilder words) =>
        words.ContainsKey("Host") || words.ContainsKey("Server");
}
