namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>Tests that need a PostgreSQL server.</summary>
internal static class PostgreSqlIsThere
{
    /// <summary>
    /// Skips the test if there can be no server. Where everything has to be installed, it fails instead.
    /// </summary>
    public static void OrSkip()
    {
        if (PostgreSqlCluster.Missing is { } reason && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip(reason);
        }
    }
}
