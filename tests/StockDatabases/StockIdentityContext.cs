using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.StockDatabases;

/// <summary>Stock Identity's context, in the shape that is asked for.</summary>
public sealed class StockIdentityContext<TUser, TKey>(
    DbContextOptions<StockIdentityContext<TUser, TKey>> options,
    StockShape shape
) : IdentityDbContext<TUser, IdentityRole<TKey>, TKey>(options), IStockShaped
    where TUser : IdentityUser<TKey>
    where TKey : IEquatable<TKey>
{
    /// <inheritdoc/>
    public StockShape Shape { get; } = shape;

    /// <inheritdoc/>
    public DbContext? Before() =>
        Shape.From is { } from
            ? new StockIdentityContext<TUser, TKey>(
                (DbContextOptions<StockIdentityContext<TUser, TKey>>)this.GetService<IDbContextOptions>(),
                from
            )
            : null;

    /// <inheritdoc/>
    protected override Version SchemaVersion =>
        Shape.Version switch
        {
            1 => IdentitySchemaVersions.Version1,
            2 => IdentitySchemaVersions.Version2,
            _ => IdentitySchemaVersions.Version3,
        };

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        if (Shape.IsExtended)
        {
            Extend(builder);
        }

        if (Shape.From is not null)
        {
            Grow(builder);
        }

        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            Name(entity);
        }
    }

    private void Extend(ModelBuilder builder) =>
        builder.Entity<TUser>(user =>
        {
            user.Property(nameof(IStockUser.FirstName)).HasMaxLength(80);
            user.Property(nameof(IStockUser.Balance)).HasPrecision(18, 2);
            user.Property(nameof(IStockUser.Discount)).HasPrecision(18, 2).HasDefaultValue(0m);
            user.Property("FullName")
                .HasComputedColumnSql(
                    $"\"{Shape.Column("FirstName")}\" || ' ' || COALESCE(\"{Shape.Column("LastName")}\", '')",
                    stored: true
                );
        });

    private void Grow(ModelBuilder builder) =>
        builder.Entity<TUser>(user =>
        {
            user.Property<string>(StockContextNames.Added).HasMaxLength(40).HasDefaultValue("none yet");
            user.HasIndex(StockContextNames.Added);
            user.Property(one => one.UserName).HasMaxLength(300);
            // For this, EF Core makes the table anew on SQLite.
            user.Property(one => one.PhoneNumberConfirmed).HasDefaultValue(false);
            if (Shape.IsExtended)
            {
                user.Property(nameof(IStockUser.Balance)).HasPrecision(20, 2);
            }
        });

    private void Name(IMutableEntityType entity)
    {
        if (entity.GetTableName() is not { } table)
        {
            return;
        }

        if (Shape.Names == StockNames.Renamed)
        {
            entity.SetTableName(StockContextNames.Renamed(table["AspNet".Length..]));
        }
        else if (Shape.Names == StockNames.OtherSchema && Shape.Provider == StockProvider.PostgreSql)
        {
            entity.SetSchema(StockContextNames.Schema);
        }
    }
}

/// <summary>A context whose model depends on a shape.</summary>
public interface IStockShaped
{
    /// <summary>The shape.</summary>
    StockShape Shape { get; }

    /// <summary>Returns a context as it was before the second migration; null if there is none.</summary>
    DbContext? Before();
}

/// <summary>EF Core keeps a model for each type of context; here, for each shape, too.</summary>
internal sealed class StockModelKeys : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), ((IStockShaped)context).Shape with { ByMigrations = false }, designTime);
}
