using System.Data.Common;
using System.Text.Json;
using UserAdmin.Settings;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>
/// The connection string that a person chose on the first-run page. It is kept in a file of the data folder that only
/// the program's user can read, and counts as <c>ConnectionStrings:Write</c> unless that is set.
/// </summary>
internal static class AttachedSetting
{
    /// <summary>The file's name.</summary>
    public const string FileName = "attached.json";

    private const string Setting = "ConnectionStrings:Write";
    private const string ReadSetting = "ConnectionStrings:Read";

    // Another log needs another read model; that of the console's own database stays as it is beside it.
    private const string ReadDatabase = "attached.db";
    private static readonly string[] _files = ["Data Source", "DataSource", "Filename"];
    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true };

    /// <summary>Returns the path of the file.</summary>
    public static string PathIn(IConfiguration settings) =>
        Path.GetFullPath(
            Path.Combine(
                settings[$"{UserAdminOptions.Section}:{nameof(UserAdminOptions.DataDirectory)}"]
                    ?? new UserAdminOptions().DataDirectory,
                FileName
            )
        );

    /// <summary>Adds the connection string to the settings of the command line, unless another one is set.</summary>
    /// <exception cref="StartupException">The file cannot be read.</exception>
    public static string[] AddTo(string[] args)
    {
        var settings = Settings.Read(args);
        var path = PathIn(settings);
        if (!string.IsNullOrEmpty(settings[Setting]) || Read(path) is not { } connection)
        {
            return args;
        }

        var read = new DbConnectionStringBuilder
        {
            ["Data Source"] = Path.Combine(Path.GetDirectoryName(path)!, ReadDatabase),
        };
        return
        [
            .. args,
            $"--{Setting}={connection}",
            .. string.IsNullOrEmpty(settings[ReadSetting])
                ? [$"--{ReadSetting}={read.ConnectionString}"]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>Returns a line about the file for whoever starts the program; null if there is no file.</summary>
    public static string? Describe(IConfiguration settings) =>
        PathIn(settings) is var path && Read(path) is { } connection
            ? connection == settings[Setting]
                ? $"The accounts are those of the database that {path} names."
                : $"{Setting} is set, so {path} is not used."
            : null;

    /// <summary>Refuses to start on a database that the file names and that is not attached any more.</summary>
    /// <exception cref="StartupException">It is not.</exception>
    public static void Check(IConfiguration settings, IAttachedDatabase database)
    {
        var path = PathIn(settings);
        if (database.Shape is null && Read(path) is { } connection && connection == settings[Setting])
        {
            throw new StartupException(
                $"The console is not attached to the database that {path} names. Delete this file to start with a "
                    + "database of the console’s own, or attach the console again with the command attach."
            );
        }
    }

    /// <summary>Keeps a connection string.</summary>
    /// <exception cref="IOException">It cannot be written; nor can it if access is denied.</exception>
    public static void Write(string path, string connection)
    {
        var text = JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["ConnectionStrings"] = new Dictionary<string, string> { ["Write"] = Absolute(connection) },
            },
            _json
        );
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var file = File.Open(unfinished, options))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Deletes the file if it names a database that is detached now.</summary>
    /// <returns>Its path; null if nothing was deleted.</returns>
    public static string? Forget(string[] args, string connection)
    {
        var path = PathIn(Settings.Read(args));
        if (Read(path) != Absolute(connection))
        {
            return null;
        }

        File.Delete(path);
        return path;
    }

    private static string? Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            return document.RootElement.GetProperty("ConnectionStrings").GetProperty("Write").GetString();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            // Not the fault's own message: it could quote a part of the password.
            throw new StartupException(
                $"{path} cannot be read. It names the database that the console is attached to. Correct it, or delete "
                    + $"it and set {Setting}.",
                fault
            );
        }
    }

    // The next start may have another working directory.
    private static string Absolute(string connection)
    {
        var words = new DbConnectionStringBuilder();
        try
        {
            words.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            return connection;
        }

        if (
            !words.ContainsKey("Host")
            && !words.ContainsKey("Server")
            && _files.FirstOrDefault(words.ContainsKey) is { } key
        )
        {
            words[key] = Path.GetFullPath((string)words[key]);
        }

        return words.ConnectionString;
    }
}
