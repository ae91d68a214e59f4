using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage;

/// <summary>Maps tables of the write model. Each folder maps its own.</summary>
internal interface IWriteMapping
{
    void Write(ModelBuilder builder, WriteContext context);
}

/// <summary>Maps tables of the read model. Each folder maps its own.</summary>
internal interface IReadMapping
{
    void Read(ModelBuilder builder);
}

/// <summary>
/// The mappings of all folders, found once by reflection like messages, events and projections, so that tools that
/// create a context without the program's services find them too.
/// </summary>
internal static class Mappings
{
    public static IReadOnlyList<IWriteMapping> Write { get; } = Find<IWriteMapping>();

    public static IReadOnlyList<IReadMapping> Read { get; } = Find<IReadMapping>();

    private static List<TMapping> Find<TMapping>() =>
        [
            .. typeof(TMapping)
                .Assembly.GetTypes()
                .Where(type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(TMapping)))
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .Select(type => (TMapping)Activator.CreateInstance(type)!),
        ];
}
