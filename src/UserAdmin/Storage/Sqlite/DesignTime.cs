using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// For <c>dotnet ef migrations add NAME --context WriteContext --project src/UserAdmin --output-dir
/// Storage/Sqlite/Migrations/Write</c>.
/// </summary>
internal sealed class WriteContextDesign : IDesignTimeDbContextFactory<WriteContext>
{
    public WriteContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<WriteContext>()
                .UseSqlite("Data Source=:memory:")
                .UseApplicationServiceProvider(
                    new ServiceCollection()
                        .Configure<IdentityOptions>(identity =>
                            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3
                        )
                        .BuildServiceProvider()
                )
                .Options
        );
}
