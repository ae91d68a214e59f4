namespace UserAdmin.Audit.Search;

/// <summary>What a test looks at.</summary>
internal enum ActivityColumn
{
    /// <summary>Id of the actor.</summary>
    Actor,

    /// <summary>Id of the subject.</summary>
    Subject,

    /// <summary>Type of the event.</summary>
    Type,

    /// <summary>Id of the bulk action or import.</summary>
    Batch,

    /// <summary>IP address.</summary>
    Address,

    /// <summary>Names of the changed fields.</summary>
    Fields,

    /// <summary>The reason.</summary>
    Reason,

    /// <summary>What happened and the reason, folded.</summary>
    Words,

    /// <summary>When it happened.</summary>
    At,
}

/// <summary>A test of one event.</summary>
/// <param name="Column">What it looks at.</param>
internal abstract record ActivityTest(ActivityColumn Column)
{
    /// <summary>The value is one of these; never, if there are none.</summary>
    public sealed record OneOf(ActivityColumn Column, IReadOnlyList<string> Values) : ActivityTest(Column);

    /// <summary>There is no value.</summary>
    public sealed record Missing(ActivityColumn Column) : ActivityTest(Column);

    /// <summary>The folded value contains this folded text.</summary>
    public sealed record Contains(ActivityColumn Column, string Text) : ActivityTest(Column);

    /// <summary>The value begins with this text.</summary>
    public sealed record BeginsWith(ActivityColumn Column, string Text) : ActivityTest(Column);

    /// <summary>It happened from the first moment on, and before the second.</summary>
    public sealed record Within(DateTimeOffset From, DateTimeOffset To) : ActivityTest(ActivityColumn.At);
}

/// <summary>A condition that each event has to meet.</summary>
/// <param name="AnyOf">The tests, one of which has to succeed.</param>
/// <param name="IsNegated">Whether none of them may succeed instead.</param>
internal sealed record ActivityCondition(IReadOnlyList<ActivityTest> AnyOf, bool IsNegated);

/// <summary>
/// A search of the activity in which names of people have been replaced by ids, and distances by moments.
/// </summary>
/// <param name="Conditions">The conditions, all of which have to be met.</param>
/// <param name="Span">The time in which the events lie, from (inclusive) and to (exclusive); null for all time.</param>
internal sealed record ActivityFilter(
    IReadOnlyList<ActivityCondition> Conditions,
    (DateTimeOffset From, DateTimeOffset To)? Span
)
{
    /// <summary>Finds every event.</summary>
    public static ActivityFilter Everything { get; } = new([], null);
}
