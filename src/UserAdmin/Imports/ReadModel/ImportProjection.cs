using System.Text.Json;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>Maintains the row of each import.</summary>
internal sealed class ImportProjection
    : IProject<ImportFileReceived>,
        IProject<ImportReadingRestarted>,
        IProject<ImportReadingProgressed>,
        IProject<ImportFileStaged>,
        IProject<ImportConfigured>,
        IProject<ImportRowsMended>,
        IProject<ImportPreviewProgressed>,
        IProject<ImportPreviewed>,
        IProject<ImportStarted>,
        IProject<ImportProgressed>,
        IProject<ImportPaused>,
        IProject<ImportResumed>,
        IProject<ImportCancelled>,
        IProject<ImportFinished>,
        IProject<ImportFailed>,
        IProject<ImportRowsDeleted>,
        IProject<UserPurged>
{
    public void Apply(ImportFileReceived @event, EventRecord record, IReadModelRows rows) =>
        rows.Add(
            new ImportRow
            {
                ImportId = @event.ImportId,
                FileName = @event.FileName,
                Bytes = @event.Bytes,
                ActorId = record.ActorId,
                ActorName = record.ActorName,
                ReceivedAt = record.At,
                ProgressAt = record.At,
                OptionsJson = @event.Options is null ? null : JsonSerializer.Serialize(@event.Options),
            }
        );

    public void Apply(ImportReadingRestarted @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        (row.Status, row.Rows, row.IsConfigured, row.OptionsJson, row.Error, row.RoleNames) = (
            ImportStatus.Reading,
            0,
            false,
            null,
            null,
            ""
        );
        Promise(row, ImportCounts.None);
    }

    public void Apply(ImportReadingProgressed @event, EventRecord record, IReadModelRows rows) =>
        Row(@event.ImportId, record, rows).Rows = @event.Rows;

    public void Apply(ImportFileStaged @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        (row.Status, row.Rows, row.IsRemembered) = (ImportStatus.Ready, @event.Rows, @event.IsRemembered);
        (row.TableJson, row.OptionsJson) = (
            JsonSerializer.Serialize(@event.Table),
            JsonSerializer.Serialize(@event.Guess)
        );
    }

    public void Apply(ImportConfigured @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        (row.Status, row.IsConfigured, row.OptionsJson) = (
            ImportStatus.Previewing,
            true,
            JsonSerializer.Serialize(@event.Options)
        );
        (row.RoleNames, row.Error) = (string.Join(", ", @event.RoleNames), null);
        Promise(row, ImportCounts.None);
    }

    public void Apply(ImportRowsMended @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        (row.Status, row.Error) = (ImportStatus.Previewing, null);
        Promise(row, ImportCounts.None);
    }

    public void Apply(ImportPreviewProgressed @event, EventRecord record, IReadModelRows rows) =>
        Promise(Row(@event.ImportId, record, rows), @event.Counts);

    public void Apply(ImportPreviewed @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        row.Status = ImportStatus.Previewed;
        Promise(row, @event.Counts);
    }

    public void Apply(ImportStarted @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        (row.StartedAt, row.Reason, row.ReasonById) = (record.At, record.Reason, record.ActorId);
        Run(row, record);
    }

    public void Apply(ImportProgressed @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        row.DoneRow = @event.ToRow;
        (row.Created, row.Updated, row.Unchanged, row.Refused) = (
            row.Created + @event.Counts.Created,
            row.Updated + @event.Counts.Updated,
            row.Unchanged + @event.Counts.Unchanged,
            row.Refused + @event.Counts.Refused
        );
    }

    public void Apply(ImportPaused @event, EventRecord record, IReadModelRows rows) =>
        Row(@event.ImportId, record, rows).Status = ImportStatus.Paused;

    public void Apply(ImportResumed @event, EventRecord record, IReadModelRows rows) =>
        Run(Row(@event.ImportId, record, rows), record);

    public void Apply(ImportCancelled @event, EventRecord record, IReadModelRows rows) =>
        End(Row(@event.ImportId, record, rows), ImportStatus.Cancelled, record);

    public void Apply(ImportFinished @event, EventRecord record, IReadModelRows rows) =>
        End(Row(@event.ImportId, record, rows), ImportStatus.Finished, record);

    public void Apply(ImportFailed @event, EventRecord record, IReadModelRows rows)
    {
        var row = Row(@event.ImportId, record, rows);
        (row.Status, row.Error, row.CanResume) = (@event.Status, @event.Error.Message, @event.CanResume);
        row.FinishedAt = row.IsOver ? record.At : null;
    }

    public void Apply(ImportRowsDeleted @event, EventRecord record, IReadModelRows rows) =>
        Row(@event.ImportId, record, rows).IsDeleted = true;

    public void Apply(UserPurged @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var row in rows.Where<ImportRow>(nameof(ImportRow.ActorId), @event.UserId))
        {
            row.ActorName = EventSealing.Erased;
        }

        foreach (var row in rows.Where<ImportRow>(nameof(ImportRow.StartedById), @event.UserId))
        {
            row.StartedBy = EventSealing.Erased;
        }

        foreach (var row in rows.Where<ImportRow>(nameof(ImportRow.ReasonById), @event.UserId))
        {
            row.Reason = ErasedValues.Of(row.Reason);
        }
    }

    private static ImportRow Row(string importId, EventRecord record, IReadModelRows rows)
    {
        var row = rows.Get<ImportRow>(importId);
        row.ProgressAt = record.At;
        return row;
    }

    private static void Promise(ImportRow row, ImportCounts counts) =>
        (row.ToCreate, row.ToUpdate, row.ToLeave, row.ToRefuse) = (
            counts.Created,
            counts.Updated,
            counts.Unchanged,
            counts.Refused
        );

    private static void Run(ImportRow row, EventRecord record)
    {
        (row.Status, row.StartedBy, row.Error, row.CanResume) = (ImportStatus.Running, record.ActorName, null, false);
        (row.RunningSince, row.DoneBefore, row.StartedById) = (record.At, row.Done.Total, record.ActorId);
    }

    private static void End(ImportRow row, ImportStatus status, EventRecord record) =>
        (row.Status, row.FinishedAt, row.CanResume) = (status, record.At, false);
}
