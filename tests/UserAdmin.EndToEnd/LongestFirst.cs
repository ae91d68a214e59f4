using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(UserAdmin.EndToEnd.LongestFirst))]

namespace UserAdmin.EndToEnd;

/// <summary>
/// Starts the classes that take longest before the others, so that none of them runs alone at the end.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // By measured time, the longest first. A class that is missing here, or renamed, is only begun later.
    private static readonly string[] _long =
    [
        nameof(MaintenanceTests),
        nameof(PagesInLanguagesTests),
        nameof(FocusTests),
        nameof(AccessibilityTests),
        nameof(StartUpTests),
        nameof(Nodes.BelowAPathTests),
        nameof(TypingWalkTests),
        nameof(Nodes.NodePagesTests),
        nameof(LifecycleTests),
        nameof(Following.StormTests),
        nameof(Nodes.NodeKillTests),
        nameof(Nodes.NodePauseTests),
        nameof(Killing.KillTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(
            _long,
            name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)
        )
            is >= 0
                and var place
            ? place
            : _long.Length;
}
