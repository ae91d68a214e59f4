using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.Storage.Attached;

/// <summary>Tells the services of a context where the tables are.</summary>
internal sealed class LayoutExtension(DatabaseLayout layout) : IDbContextOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;

    public DatabaseLayout Layout => layout;

    public DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

    /// <summary>Returns the layout of a context's database.</summary>
    public static DatabaseLayout Of(IDbContextOptions options) =>
        options.FindExtension<LayoutExtension>()?.Layout ?? DatabaseLayout.Own;

    public void ApplyServices(IServiceCollection services) { }

    public void Validate(IDbContextOptions options) { }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        // The layout changes the model, not the services.
        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => true;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) { }
    }
}

/// <summary>Tells EF Core which contexts have the same model: those of the same layout.</summary>
internal sealed class LayoutModelCache : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (
            context.GetType(),
            LayoutExtension.Of(context.GetService<IDbContextOptions>()).Shape is { } shape
                ? DatabaseLayout.Write(shape)
                : "",
            designTime
        );
}
