using System.Text.Json;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>One import: its status and its results. It is both a row of the read model and a view model.</summary>
public sealed class ImportRow
{
    /// <summary>Key of the import. The history of every user it changed shows it as the batch.</summary>
    public string ImportId { get; internal set; } = "";

    /// <summary>The file's original name.</summary>
    public string FileName { get; internal set; } = "";

    /// <summary>Size of the file in bytes.</summary>
    public long Bytes { get; internal set; }

    /// <summary>The import's status.</summary>
    public ImportStatus Status { get; internal set; }

    /// <summary>Who sent the file.</summary>
    public string ActorId { get; internal set; } = "";

    /// <summary>Name of that person.</summary>
    public string ActorName { get; internal set; } = "";

    /// <summary>Who started or last resumed it, or null.</summary>
    public string? StartedBy { get; internal set; }

    /// <summary>The reason, if that person gave one.</summary>
    public string? Reason { get; internal set; }

    /// <summary>When the file was received.</summary>
    public DateTimeOffset ReceivedAt { get; internal set; }

    /// <summary>When the rows began to be applied, or null.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    /// <summary>When progress was last recorded.</summary>
    public DateTimeOffset ProgressAt { get; internal set; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>
    /// How many rows were read; the total once the status is no longer <see cref="ImportStatus.Reading"/>.
    /// </summary>
    public int Rows { get; internal set; }

    /// <summary>Description of the file, or null until it is read.</summary>
    public TableDescription? Table =>
        TableJson is null ? null : JsonSerializer.Deserialize<TableDescription>(TableJson);

    /// <summary>
    /// What the import should do. Until <see cref="IsConfigured"/>, a guess, or what the person chose last time for a
    /// file with the same titles. Null until the file is read, except for a list of people to invite.
    /// </summary>
    public ImportOptions? Options =>
        OptionsJson is null ? null : JsonSerializer.Deserialize<ImportOptions>(OptionsJson);

    /// <summary>Whether the rows are a list of people to invite, not a file.</summary>
    public bool IsList => Options is { IsList: true };

    /// <summary>Whether somebody chose <see cref="Options"/> for this file.</summary>
    public bool IsConfigured { get; internal set; }

    /// <summary>
    /// Whether <see cref="Options"/> are what the person chose last time for a file with the same titles.
    /// </summary>
    public bool IsRemembered { get; internal set; }

    /// <summary>
    /// Names of the roles to give at the time of configuration, joined with a comma and a space; empty if there are
    /// none.
    /// </summary>
    public string RoleNames { get; internal set; } = "";

    /// <summary>
    /// The counts of the preview; while <see cref="ImportStatus.Previewing"/>, those of the rows so far.
    /// </summary>
    public ImportCounts Promised => new(ToCreate, ToUpdate, ToLeave, ToRefuse);

    /// <summary>The results of the rows that are done.</summary>
    public ImportCounts Done => new(Created, Updated, Unchanged, Refused);

    /// <summary>Number of the last row that is done.</summary>
    public int DoneRow { get; internal set; }

    /// <summary>Why the import stopped, or why the preview failed, as a sentence; null otherwise.</summary>
    public string? Error { get; internal set; }

    /// <summary>Whether the import failed while rows were being applied and can be resumed.</summary>
    public bool CanResume { get; internal set; }

    /// <summary>Whether its rows are no longer on disk, so they can be neither listed nor downloaded.</summary>
    public bool IsDeleted { get; internal set; }

    /// <summary>Whether the import has ended.</summary>
    public bool IsOver =>
        Status is ImportStatus.Finished or ImportStatus.Cancelled || (Status == ImportStatus.Failed && !CanResume);

    /// <summary>
    /// Rows processed per second since the import was started or last resumed, or null while too little is known.
    /// </summary>
    public double? RowsPerSecond =>
        RunningSince is { } since && Done.Total > DoneBefore && ProgressAt > since
            ? (Done.Total - DoneBefore) / (ProgressAt - since).TotalSeconds
            : null;

    /// <summary>The remaining time at this rate, or null if the import is not running or too little is known.</summary>
    public TimeSpan? TimeLeft =>
        Status == ImportStatus.Running && RowsPerSecond is { } rate
            ? TimeSpan.FromSeconds((Rows - Done.Total) / rate)
            : null;

    internal string? TableJson { get; set; }

    internal string? OptionsJson { get; set; }

    internal int ToCreate { get; set; }

    internal int ToUpdate { get; set; }

    internal int ToLeave { get; set; }

    internal int ToRefuse { get; set; }

    internal int Created { get; set; }

    internal int Updated { get; set; }

    internal int Unchanged { get; set; }

    internal int Refused { get; set; }

    internal DateTimeOffset? RunningSince { get; set; }

    internal int DoneBefore { get; set; }

    internal string? StartedById { get; set; }

    internal string? ReasonById { get; set; }
}
