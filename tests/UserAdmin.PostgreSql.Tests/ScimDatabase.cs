using UserAdmin.Tests;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.Web.Tests.Scim;

/// <summary>
/// The write database of <see cref="ScimServer"/>: here one on a PostgreSQL server. The class of the same name in
/// UserAdmin.Web.Tests says what each member is for.
/// </summary>
internal static class ScimDatabase
{
    public static void SkipIfMissing() => PostgreSqlIsThere.OrSkip();

    public static async Task CreateAsync(string directory, Dictionary<string, string?> settings)
    {
        await TestProvider.EnsureCreatedAsync(directory);
        await TestProvider.ConfigureAsync(directory, settings);
    }

    public static Task DropAsync(string directory) => TestProvider.DropAsync(directory);
}
