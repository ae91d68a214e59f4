using UserAdmin.StockDatabases;

namespace UserAdmin.Tests.Attaching;

/// <summary>
/// Shapes of stock applications, so many that each value of one property occurs with each value of each other one.
/// </summary>
public static class StockMatrix
{
    /// <summary>The shapes: version, type of keys, extended, names, by migrations.</summary>
    public static TheoryData<int, StockKey, bool, StockNames, bool> Pairs()
    {
        var all = All().ToList();
        var open = all.SelectMany(PairsOf).ToHashSet();
        var data = new TheoryData<int, StockKey, bool, StockNames, bool>();
        while (open.Count > 0)
        {
            var next = all.MaxBy(shape => PairsOf(shape).Count(open.Contains))!;
            open.ExceptWith(PairsOf(next));
            data.Add(next.Version, next.Key, next.IsExtended, next.Names, next.ByMigrations);
        }

        return data;
    }

    private static IEnumerable<StockShape> All() =>
        from version in new[] { 1, 2, 3 }
        from key in Enum.GetValues<StockKey>()
        from isExtended in new[] { false, true }
        from names in Enum.GetValues<StockNames>()
        from byMigrations in new[] { false, true }
        select new StockShape(TestProvider.Stock, version, key, isExtended, names, byMigrations);

    private static IEnumerable<(object, object)> PairsOf(StockShape shape)
    {
        (string, object)[] values =
        [
            ("version", shape.Version),
            ("key", shape.Key),
            ("extended", shape.IsExtended),
            ("names", shape.Names),
            ("migrations", shape.ByMigrations),
        ];
        return from one in values from other in values where one != other select ((object)one, (object)other);
    }
}
