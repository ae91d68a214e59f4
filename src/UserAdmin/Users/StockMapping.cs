using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>Maps the stock Identity tables, unchanged, with Identity's own mapping.</summary>
internal sealed class StockMapping : IWriteMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        // Identity's mapping is inside its own DbContext, so one is created with the same settings and called for the
        // mapping. Its own model is never used, so it gets an empty one.
        var options = new DbContextOptions<StockContext>(
            context.GetService<IDbContextOptions>().Extensions.ToDictionary(extension => extension.GetType())
        );
        using var stock = new StockContext(
            new DbContextOptionsBuilder<StockContext>(options).UseModel(new ModelBuilder().FinalizeModel()).Options
        );
        stock.MapTo(builder);
        if (builder.Model.FindEntityType(typeof(IdentityUserPasskey<string>)) is null)
        {
            // Identity takes the version from options and silently falls back to version 1.
            throw new InvalidOperationException("IdentityOptions.Stores.SchemaVersion must be version 3.");
        }
    }

    private sealed class StockContext(DbContextOptions<StockContext> options)
        : IdentityDbContext<User, Role, string>(options)
    {
        public void MapTo(ModelBuilder builder) => OnModelCreating(builder);
    }
}
