using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>The database of a stock application with many accounts, of which each has a role and a claim.</summary>
internal static class StockPopulation
{
    private const string Key = "'00000000-0000-4000-8000-' || substr('000000000000' || n, -12)";

    /// <summary>
    /// The columns that are read of each table, without which the console could not know the account.
    /// </summary>
    public static IReadOnlyList<string> Reads { get; } =
    [
        "SELECT \"Id\", \"UserName\", \"Email\", \"EmailConfirmed\", \"PhoneNumber\", \"PasswordHash\", "
            + "\"TwoFactorEnabled\", \"LockoutEnabled\", \"LockoutEnd\" FROM \"AspNetUsers\" ORDER BY \"Id\"",
        "SELECT m.\"UserId\", r.\"Id\", r.\"Name\" FROM \"AspNetUserRoles\" m JOIN \"AspNetRoles\" r ON r.\"Id\" = "
            + "m.\"RoleId\" ORDER BY m.\"UserId\"",
        "SELECT \"UserId\", \"ClaimType\", \"ClaimValue\" FROM \"AspNetUserClaims\" ORDER BY \"UserId\"",
        "SELECT \"UserId\", \"LoginProvider\", \"ProviderKey\" FROM \"AspNetUserLogins\" ORDER BY \"UserId\"",
        "SELECT \"UserId\", \"LoginProvider\", \"Name\", \"Value\" FROM \"AspNetUserTokens\" ORDER BY \"UserId\"",
    ];

    /// <summary>Creates the tables in an empty database, and fills them.</summary>
    public static async Task FillAsync(string connectionString, bool isOnServer, int accounts)
    {
        var options = new DbContextOptionsBuilder<StockContext>();
        _ = isOnServer ? options.UseNpgsql(connectionString) : options.UseSqlite(connectionString);
        await using (var context = new StockContext(options.Options))
        {
            await context.Database.EnsureCreatedAsync();
        }

        await using var connection = Open(connectionString, isOnServer);
        await using var fill = connection.CreateCommand();
        fill.CommandTimeout = 600;
        var (number, yes, no) = isOnServer ? ("right('000000000000' || n, 12)", "true", "false") : ("", "1", "0");
        var key = isOnServer ? $"'00000000-0000-4000-8000-' || {number}" : Key;
        var numbers = isOnServer
            ? $"(SELECT generate_series(1, {accounts}) AS n) AS numbers"
            : $"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {accounts}) SELECT n FROM c)";
#pragma warning disable CA2100 // Text of the benchmark's own.
        fill.CommandText = $"""
            BEGIN;
            INSERT INTO "AspNetRoles" ("Id", "Name", "NormalizedName") VALUES ('staff', 'Staff', 'STAFF');
            INSERT INTO "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "Email", "NormalizedEmail",
                "EmailConfirmed", "PasswordHash", "SecurityStamp", "ConcurrencyStamp", "PhoneNumber",
                "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
            SELECT {key}, 'user' || n, 'USER' || n, 'user' || n || '@example.com', 'USER' || n || '@EXAMPLE.COM', {yes},
                'AQAAAAIAAYagAAAAEJ' || n || 'qh5Fq0jS3aV0pQ1xk5b0o8d7Yk3m2', 'S' || n, 'C' || n, NULL, {no},
                {no}, {yes}, 0
            FROM {numbers};
            INSERT INTO "AspNetUserRoles" ("UserId", "RoleId") SELECT {key}, 'staff' FROM {numbers};
            INSERT INTO "AspNetUserClaims" ("UserId", "ClaimType", "ClaimValue")
            SELECT {key}, 'name', 'Person ' || n FROM {numbers};
            COMMIT;
            """;
#pragma warning restore CA2100
        await fill.ExecuteNonQueryAsync();
    }

    /// <summary>Opens the database.</summary>
    public static DbConnection Open(string connectionString, bool isOnServer)
    {
        DbConnection connection = isOnServer
            ? new NpgsqlConnection(connectionString)
            : new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private sealed class StockContext(DbContextOptions<StockContext> options)
        : IdentityDbContext<IdentityUser>(options);
}
