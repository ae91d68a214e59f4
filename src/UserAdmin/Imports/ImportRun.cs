using System.Text.Json;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>An import on the write side: its state, and what is needed to continue after a restart.</summary>
internal sealed class ImportRun : IRecordsEvents
{
    /// <summary>In place of the hash of titles for a list of people, so that no file is taken for one.</summary>
    public const string ListHeader = "list";

    public string ImportId { get; set; } = "";

    /// <summary>
    /// The person in whose name rows are applied: at first the sender of the file, then whoever last configured,
    /// started or resumed the import.
    /// </summary>
    public string ActorId { get; set; } = "";

    public string FileName { get; set; } = "";

    public ImportStatus Status { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>How many rows the file has.</summary>
    public int Rows { get; set; }

    /// <summary>Titles of its columns, as JSON.</summary>
    public string Columns { get; set; } = "[]";

    /// <summary>Hash of the titles, to recognise files with the same titles.</summary>
    public string Header { get; set; } = "";

    /// <summary>
    /// The <see cref="ImportOptions"/> as JSON: those that somebody chose or, while the file is read again, how to read
    /// it. For a list of people, an <see cref="InvitedList"/> until its rows are staged. Null otherwise.
    /// </summary>
    public string? Options { get; set; }

    /// <summary>Counts the configurations, so that results of a preview for an earlier one are rejected.</summary>
    public int Attempt { get; set; }

    /// <summary>
    /// The <see cref="MendedCell"/>s, as JSON, that the next preview puts into the rows; null once they are there.
    /// </summary>
    public string? Mended { get; set; }

    /// <summary>The reason for the import, as recorded with every change.</summary>
    public string? Reason { get; set; }

    /// <summary>
    /// Log position at which the preview began; changes that others made since then are not overwritten.
    /// </summary>
    public long SeenPosition { get; set; }

    /// <summary>Number of the last row that is done.</summary>
    public int DoneRow { get; set; }

    /// <summary>How many rows are done.</summary>
    public int Done { get; set; }

    /// <summary>Whether the rows are no longer on disk.</summary>
    public bool IsDeleted { get; set; }

    public List<IEvent> Events { get; } = [];

    /// <summary>
    /// Whether the rows are a list of people to invite (decision 99), which needs nobody to say what its columns hold.
    /// </summary>
    public bool IsList => Header == ListHeader;

    public bool IsOver =>
        Status is ImportStatus.Finished or ImportStatus.Cancelled || (Status == ImportStatus.Failed && !CanResume);

    /// <summary>Whether the import failed while rows were being applied, so that it can be resumed.</summary>
    public bool CanResume { get; set; }

    public bool IsAtWork =>
        Status is ImportStatus.Reading or ImportStatus.Previewing or ImportStatus.Running
        || (IsList && Status is (ImportStatus.Ready or ImportStatus.Previewed));

    /// <summary>Whether the file can no longer be read again.</summary>
    public bool IsPastReading => IsOver || Status is ImportStatus.Running or ImportStatus.Paused or ImportStatus.Failed;

    public IReadOnlyList<string> Titles => JsonSerializer.Deserialize<string[]>(Columns)!;

    public IReadOnlyList<MendedCell> CellsToMend() =>
        Mended is null ? [] : JsonSerializer.Deserialize<MendedCell[]>(Mended)!;

    public ImportOptions? Chosen =>
        Options is null ? null
        : IsListStored ? List.Options
        : JsonSerializer.Deserialize<ImportOptions>(Options);

    /// <summary>The list of people whose rows are not staged yet.</summary>
    public InvitedList List => JsonSerializer.Deserialize<InvitedList>(Options!)!;

    private bool IsListStored => IsList && Status == ImportStatus.Reading;

    public static ImportRun Receive(ImportRun run, long bytes)
    {
        run.Events.Add(new ImportFileReceived(run.ImportId, run.FileName, bytes));
        return run;
    }

    /// <summary>Begins with a list of people, whose rows are staged by the runner.</summary>
    public static ImportRun Begin(ImportRun run, InvitedList list)
    {
        (run.Header, run.Options) = (ListHeader, JsonSerializer.Serialize(list));
        run.Events.Add(new ImportFileReceived(run.ImportId, run.FileName, 0) { Options = list.Options });
        return run;
    }

    public void ReadingProgressed(int rows) => Events.Add(new ImportReadingProgressed(ImportId, rows));

    /// <summary>Starts reading the file again; the options chosen for it are discarded.</summary>
    public void ReadAnew(TableChoice choice, string actorId)
    {
        (Status, Options, Mended, ActorId) = (
            ImportStatus.Reading,
            JsonSerializer.Serialize(new ImportOptions { Reading = choice }),
            null,
            actorId
        );
        Events.Add(new ImportReadingRestarted(ImportId, choice));
    }

    public void Stage(int rows, TableDescription table, string header, ImportOptions guess, bool isRemembered)
    {
        (Status, Rows, Columns, Header, Options) = (
            ImportStatus.Ready,
            rows,
            JsonSerializer.Serialize(table.Columns),
            header,
            null
        );
        Events.Add(new ImportFileStaged(ImportId, rows, table, guess, isRemembered));
    }

    /// <summary>Records that the rows of a list of people are staged, and forgets the list.</summary>
    public void StageList(int rows, TableDescription table)
    {
        var options = List.Options;
        (Status, Rows, Columns, Options) = (
            ImportStatus.Ready,
            rows,
            JsonSerializer.Serialize(table.Columns),
            JsonSerializer.Serialize(options)
        );
        Events.Add(new ImportFileStaged(ImportId, rows, table, options, IsRemembered: false));
    }

    public void Configure(ImportOptions options, IReadOnlyList<string> roleNames, string actorId)
    {
        (Status, Options, ActorId, Attempt) = (
            ImportStatus.Previewing,
            JsonSerializer.Serialize(options),
            actorId,
            Attempt + 1
        );
        Events.Add(new ImportConfigured(ImportId, options, roleNames));
    }

    /// <summary>Corrects cells, and starts another preview.</summary>
    public void Mend(IReadOnlyList<MendedCell> cells, string actorId)
    {
        (Status, Mended, ActorId, Attempt) = (
            ImportStatus.Previewing,
            JsonSerializer.Serialize(cells),
            actorId,
            Attempt + 1
        );
        Events.Add(new ImportRowsMended(ImportId, cells.Select(cell => cell.Row).Distinct().Count()));
    }

    public void PreviewProgressed(ImportCounts counts) => Events.Add(new ImportPreviewProgressed(ImportId, counts));

    public void Preview(ImportCounts counts, long seenPosition)
    {
        (Status, SeenPosition, Mended) = (ImportStatus.Previewed, seenPosition, null);
        Events.Add(new ImportPreviewed(ImportId, counts));
    }

    public void Start(string actorId, string? reason, bool changesHolders)
    {
        (Status, ActorId, Reason, Options) = (
            ImportStatus.Running,
            actorId,
            reason,
            JsonSerializer.Serialize(Chosen! with { ChangesHolders = changesHolders })
        );
        Events.Add(new ImportStarted(ImportId) { ChangesHolders = changesHolders });
    }

    /// <summary>Records the results of the next rows, and finishes the import after the last one.</summary>
    public void Progress(int toRow, ImportCounts counts, IReadOnlyList<ImportedOtherwise> otherwise)
    {
        (DoneRow, Done) = (toRow, Done + counts.Total);
        Events.Add(new ImportProgressed(ImportId, toRow, counts, otherwise));
        if (Done >= Rows)
        {
            Status = ImportStatus.Finished;
            Events.Add(new ImportFinished(ImportId));
        }
    }

    public void Pause()
    {
        if (Status == ImportStatus.Running)
        {
            Status = ImportStatus.Paused;
            Events.Add(new ImportPaused(ImportId));
        }
    }

    public void Resume(string actorId)
    {
        if (Status != ImportStatus.Running)
        {
            (Status, ActorId, CanResume) = (ImportStatus.Running, actorId, false);
            Events.Add(new ImportResumed(ImportId));
        }
    }

    public void Cancel()
    {
        ForgetList();
        (Status, CanResume, Mended) = (ImportStatus.Cancelled, false, null);
        Events.Add(new ImportCancelled(ImportId));
    }

    public void Fail(Error error)
    {
        ForgetList();
        (CanResume, Status) = (
            Status == ImportStatus.Running,
            // A list has no options that somebody could choose otherwise.
            Status == ImportStatus.Previewing
            && !IsList
                ? ImportStatus.Ready
                : ImportStatus.Failed
        );
        Events.Add(new ImportFailed(ImportId, error, Status, CanResume));
    }

    private void ForgetList()
    {
        if (IsListStored)
        {
            Options = JsonSerializer.Serialize(List.Options);
        }
    }

    public void DeleteRows()
    {
        if (!IsDeleted)
        {
            (IsDeleted, Mended) = (true, null);
            Events.Add(new ImportRowsDeleted(ImportId));
        }
    }
}
