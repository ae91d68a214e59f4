using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

internal sealed record ImportFileReceived(string ImportId, string FileName, long Bytes) : IBeginsSubject
{
    /// <summary>
    /// What to do, if it is known from the beginning because the rows are a list of people to invite.
    /// </summary>
    public ImportOptions? Options { get; init; }

    public string SubjectId => ImportId;

    public string Describe() =>
        Options is { IsList: true } ? "People invited from a list" : $"File received for an import: {FileName}";
}

internal sealed record ImportReadingRestarted(string ImportId, TableChoice Choice) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => "File of the import read anew";
}

internal sealed record ImportReadingProgressed(string ImportId, int Rows) : IEvent, INotInHistory
{
    public string SubjectId => ImportId;

    public string Describe() => FormattableString.Invariant($"{Rows:N0} rows read");
}

/// <summary>The file was read and its rows were staged.</summary>
internal sealed record ImportFileStaged(
    string ImportId,
    int Rows,
    TableDescription Table,
    ImportOptions Guess,
    bool IsRemembered
) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => FormattableString.Invariant($"File read: {Rows:N0} rows");
}

internal sealed record ImportConfigured(string ImportId, ImportOptions Options, IReadOnlyList<string> RoleNames)
    : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => "Import configured";
}

/// <summary>Cells of some rows were corrected; what they hold is not in the log.</summary>
internal sealed record ImportRowsMended(string ImportId, int Rows) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() =>
        Rows == 1
            ? "1 row of the import corrected"
            : FormattableString.Invariant($"{Rows:N0} rows of the import corrected");
}

internal sealed record ImportPreviewProgressed(string ImportId, ImportCounts Counts) : IEvent, INotInHistory
{
    public string SubjectId => ImportId;

    public string Describe() => FormattableString.Invariant($"{Counts.Total:N0} rows tried out");
}

internal sealed record ImportPreviewed(string ImportId, ImportCounts Counts) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Import previewed: {Counts.Created:N0} to create, {Counts.Updated:N0} to change, "
                + $"{Counts.Unchanged:N0} unchanged, {Counts.Refused:N0} refused"
        );
}

internal sealed record ImportStarted(string ImportId) : IEvent
{
    /// <summary>Whether accounts that hold permissions are changed too.</summary>
    public bool ChangesHolders { get; init; }

    public string SubjectId => ImportId;

    public string Describe() =>
        ChangesHolders ? "Import started, accounts that hold permissions included" : "Import started";
}

/// <summary>The next rows were applied.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ToRow">The last of these rows.</param>
/// <param name="Counts">Their results.</param>
/// <param name="Otherwise">The rows whose result differs from the preview.</param>
internal sealed record ImportProgressed(
    string ImportId,
    int ToRow,
    ImportCounts Counts,
    IReadOnlyList<ImportedOtherwise> Otherwise
) : IEvent, INotInHistory
{
    public string SubjectId => ImportId;

    public string Describe() => FormattableString.Invariant($"{Counts.Total:N0} rows done");
}

/// <summary>A row whose result differs from the preview.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Verdict">Its result.</param>
/// <param name="Code">The first error's code, or null.</param>
/// <param name="Reason">The errors as sentences, or null.</param>
internal sealed record ImportedOtherwise(int Row, ImportVerdict Verdict, string? Code, string? Reason);

internal sealed record ImportPaused(string ImportId) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => "Import paused";
}

internal sealed record ImportResumed(string ImportId) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => "Import resumed";
}

internal sealed record ImportCancelled(string ImportId) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => "Import cancelled";
}

internal sealed record ImportFinished(string ImportId) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => "Import finished";
}

/// <summary>
/// The import failed. A running import can be resumed; one that was being previewed can be configured again.
/// </summary>
internal sealed record ImportFailed(string ImportId, Error Error, ImportStatus Status, bool CanResume) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => $"Import stopped: {Error.Message}";
}

internal sealed record ImportRowsDeleted(string ImportId) : IEvent
{
    public string SubjectId => ImportId;

    public string Describe() => "Rows of the import deleted from disk";
}
