namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// Tables of ours that are not part of the write model, because only statements of this folder use them.
/// </summary>
internal static class OwnTables
{
    /// <summary>The data-protection keys, with their schema.</summary>
    public const string Keys = $"{PostgreSqlServer.Schema}.\"DataProtectionKeys\"";

    /// <summary>
    /// Those that a copy of the database leaves out: keys are copied by themselves, and the rest is working data of the
    /// nodes.
    /// </summary>
    public static IReadOnlyList<string> WorkingData { get; } =
    [
        "DataProtectionKeys",
        "Attempts",
        "Nodes",
        "ImportStages",
        "ImportUploads",
        "ImportRows",
        "ImportVerdicts",
        "Observed",
    ];
}
