namespace UserAdmin.Imports;

/// <summary>The status of an import, in the order of the wizard's steps, followed by the ways it can end.</summary>
public enum ImportStatus
{
    /// <summary>The file is being read in the background.</summary>
    Reading,

    /// <summary>The file was read; somebody has to say what the columns mean.</summary>
    Ready,

    /// <summary>All rows are being judged; nothing is changed.</summary>
    Previewing,

    /// <summary>All rows were judged; the import can be started, or configured again.</summary>
    Previewed,

    /// <summary>Rows are being applied.</summary>
    Running,

    /// <summary>Paused; can be resumed.</summary>
    Paused,

    /// <summary>Every row was processed.</summary>
    Finished,

    /// <summary>Cancelled before its end; changes that were already applied stay.</summary>
    Cancelled,

    /// <summary>Stopped because of an error.</summary>
    Failed,
}

/// <summary>
/// What happens, or happened, to a row. The log stores the numbers, so add new members only at the end.
/// </summary>
public enum ImportVerdict
{
    /// <summary>Creates an account.</summary>
    Create,

    /// <summary>Changes an account.</summary>
    Update,

    /// <summary>Changes nothing: the account already has these values.</summary>
    Unchanged,

    /// <summary>Is refused; the row says why.</summary>
    Refused,
}

/// <summary>How many rows have each verdict.</summary>
/// <param name="Created">Rows that create an account.</param>
/// <param name="Updated">Rows that change one.</param>
/// <param name="Unchanged">Rows that change nothing.</param>
/// <param name="Refused">Rows that are refused.</param>
public sealed record ImportCounts(int Created, int Updated, int Unchanged, int Refused)
{
    /// <summary>No rows at all.</summary>
    public static ImportCounts None { get; } = new(0, 0, 0, 0);

    /// <summary>The number of all rows.</summary>
    public int Total => Created + Updated + Unchanged + Refused;

    /// <summary>Returns how many rows have a verdict.</summary>
    /// <param name="verdict">The verdict; null for all.</param>
    public int Count(ImportVerdict? verdict) =>
        verdict switch
        {
            null => Total,
            ImportVerdict.Create => Created,
            ImportVerdict.Update => Updated,
            ImportVerdict.Unchanged => Unchanged,
            _ => Refused,
        };

    internal ImportCounts With(ImportVerdict verdict, int more = 1) =>
        verdict switch
        {
            ImportVerdict.Create => this with { Created = Created + more },
            ImportVerdict.Update => this with { Updated = Updated + more },
            ImportVerdict.Unchanged => this with { Unchanged = Unchanged + more },
            _ => this with { Refused = Refused + more },
        };

    internal ImportCounts Plus(ImportCounts other) =>
        new(Created + other.Created, Updated + other.Updated, Unchanged + other.Unchanged, Refused + other.Refused);
}
