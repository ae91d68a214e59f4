namespace UserAdmin.Tests.Monitoring;

/// <summary>The columns of the log, for tests that tamper with it.</summary>
internal static class EventLogColumns
{
    public static IReadOnlyList<string> All { get; } =
    [
        "Position",
        "Type",
        "Version",
        "SubjectId",
        "Payload",
        "ActorId",
        "ActorName",
        "At",
        "CommandId",
        "CommandName",
        "CorrelationId",
        "Reason",
        "IpAddress",
        "PreviousHash",
        "Hash",
    ];

    /// <summary>All but the position, as SQL.</summary>
    public static string Others { get; } = Sql([.. All.Skip(1)]);

    /// <summary>Returns columns as SQL.</summary>
    public static string Sql(params string[] columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));
}
