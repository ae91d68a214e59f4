using System.Linq.Expressions;

namespace Shouldly;

/// <summary>Assertions over collections that an empty one does not pass.</summary>
[ShouldlyMethods]
internal static class EachAssertions
{
    /// <summary>Asserts that there is something, and that each of it fulfils a condition.</summary>
    /// <param name="actual">What is looked at.</param>
    /// <param name="condition">What each has to fulfil.</param>
    /// <param name="customMessage">Said when it does not hold.</param>
    /// <remarks>
    /// <c>ShouldAllBe</c> passes on an empty collection, and so checks nothing when a test finds nothing.
    /// </remarks>
    public static void ShouldEachBe<T>(
        this IEnumerable<T> actual,
        Expression<Func<T, bool>> condition,
        string? customMessage = null
    )
    {
        var all = actual.ToList();
        all.ShouldNotBeEmpty(customMessage);
        all.ShouldAllBe(condition, customMessage);
    }
}
