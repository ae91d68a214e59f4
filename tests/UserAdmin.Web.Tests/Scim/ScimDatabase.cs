namespace UserAdmin.Web.Tests.Scim;

/// <summary>
/// The write database of <see cref="ScimServer"/>: here the file that the program makes by itself. The PostgreSQL tests
/// compile the same tests with a class of the same name for a database on a server.
/// </summary>
internal static class ScimDatabase
{
    /// <summary>Skips the test if there can be no such database.</summary>
    public static void SkipIfMissing() { }

    /// <summary>Makes the database, and adds the settings that lead to it.</summary>
    /// <param name="directory">The folder of the server's data.</param>
    /// <param name="settings">The settings.</param>
    public static Task CreateAsync(string directory, Dictionary<string, string?> settings) => Task.CompletedTask;

    /// <summary>Removes what is not in the folder.</summary>
    /// <param name="directory">The folder of the server's data.</param>
    public static Task DropAsync(string directory) => Task.CompletedTask;
}
