using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>The stock Identity tables, untouched: Identity itself maps them.</summary>
internal sealed class StockMapping : IWriteMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        // Identity's mapping is inside its own context, so such a context is created with the same settings and asked
        // for the mapping. Its own model is never used: it gets an empty one.
        var options = new DbContextOptions<StockContext>(
            context.GetService<IDbContextOptions>().Extensions.ToDictionary(extension => extension.GetType())
        );
        using var stock = new StockContext(
            new DbContextOptionsBuilder<StockContext>(options).UseModel(new ModelBuilder().FinalizeModel()).Options
        );
        stock.MapTo(builder);
        if (builder.Model.FindEntityType(typeof(IdentityUserPasskey<string>)) is null)
        {
            // Identity takes the version from options and falls back to 1 in silence.
            throw new InvalidOperationException("IdentityOptions.Stores.SchemaVersion has to be version 3.");
        }
    }

    private sealed class StockContext(DbContextOptions<StockContext> options)
        : IdentityDbContext<User, Role, string>(options)
    {
        public void MapTo(ModelBuilder builder) => OnModelCreating(builder);
    }
}
