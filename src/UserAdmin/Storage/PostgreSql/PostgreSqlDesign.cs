using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// For <c>dotnet ef migrations add NAME --context PostgreSqlWriteContext --project src/UserAdmin --output-dir
/// Storage/PostgreSql/Migrations</c>.
/// </summary>
internal sealed class PostgreSqlDesign : IDesignTimeDbContextFactory<PostgreSqlWriteContext>
{
    public PostgreSqlWriteContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlWriteContext>();
        PostgreSqlWriteContext.Use(options, "Host=localhost;Database=none");
        options.UseApplicationServiceProvider(
            new ServiceCollection()
                .Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
                .BuildServiceProvider()
        );
        return new(options.Options);
    }
}
