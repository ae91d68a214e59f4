using UserAdmin.Imports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>
/// Receives the files of imports and returns the rows that were refused. Files are streamed, not sent as messages.
/// </summary>
public interface IImportFiles
{
    /// <summary>Size of the largest file that is accepted, in bytes: 200 MiB.</summary>
    const long MostBytes = 200L << 20;

    /// <summary>
    /// Stores a file and begins an import with it; the file is then read in the background. If anything fails, nothing
    /// is kept.
    /// </summary>
    /// <param name="importId">Key of the new import, made by the sender: a UUID v7 as lower-case text.</param>
    /// <param name="fileName">The file's original name; it is shown, and never used as a path.</param>
    /// <param name="content">The file.</param>
    /// <param name="context">The sender, who needs <c>users.import</c>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The result of the command <see cref="ReceiveImportFile"/>; also refused if the file is too large or
    /// cannot be a table.</returns>
    Task<CommandResult> ReceiveAsync(
        string importId,
        string fileName,
        Stream content,
        CommandContext context,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Writes the refused rows of an import, with the columns of its file and the reason, so that they can be corrected
    /// and imported again.
    /// </summary>
    /// <param name="importId">Key of the import.</param>
    /// <param name="format">Format to write.</param>
    /// <param name="destination">The stream to write to; it is not closed.</param>
    /// <param name="actor">The person asking, who needs <c>users.import</c> and <c>users.read</c>. Password hashes are
    /// returned only to the person who sent the file.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The reason for a refusal, in which case nothing was written; null if the rows were written.</returns>
    Task<Error?> WriteRefusedAsync(
        string importId,
        TableFormat format,
        Stream destination,
        Actor actor,
        CancellationToken cancellationToken = default
    );
}

/// <inheritdoc/>
internal sealed class ImportFiles(
    ICommandBus commands,
    IQueryBus queries,
    IImportStorage storage,
    ImportQuota quota,
    IAccessReader access,
    IDatabaseFaults faults
) : IImportFiles
{
    public async Task<CommandResult> ReceiveAsync(
        string importId,
        string fileName,
        Stream content,
        CommandContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (await RefusalAsync(context.Actor, cancellationToken) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }

        if (!Guid.TryParseExact(importId, "D", out var id) || importId != id.ToString("D"))
        {
            return CommandResult.Refused(
                new Error("id.invalid", "The id of something new has to be a UUID of version 7 in lower case.")
            );
        }

        if (storage.Exists(importId))
        {
            return CommandResult.Refused(ImportErrors.IdTaken);
        }

        var left = await quota.LeftAsync(context.Actor.Id, cancellationToken);
        if (left <= 0)
        {
            return CommandResult.Refused(ImportErrors.QuotaReached);
        }

        // Another upload with the same id may run at the same time; this one must not delete the other's file.
        var (isMine, isKept, bytes) = (false, false, 0L);
        try
        {
            await using (var file = await storage.ReceiveAsync(importId, cancellationToken))
            {
                isMine = true;
                bytes = await StoreAsync(file, content, cancellationToken);
            }

            if (bytes > IImportFiles.MostBytes)
            {
                return CommandResult.Refused(ImportErrors.TooLarge);
            }

            if (bytes > left)
            {
                return CommandResult.Refused(ImportErrors.QuotaReached);
            }

            // Checks the format now, so that the person is told at once.
            TableFiles.Open(storage.OpenUpload(importId), isTitle: ImportGuess.IsTitle).Dispose();
            var result = await commands.SendAsync(
                new ReceiveImportFile(importId, fileName, bytes),
                Batched(importId, context),
                cancellationToken
            );
            isKept = result.IsAccepted;
            return result;
        }
        catch (UnreadableTableException unreadable)
        {
            return CommandResult.Refused(unreadable.Error);
        }
        catch (Exception fault) when (faults.IsDiskFull(fault))
        {
            return CommandResult.Refused(ImportErrors.DiskFull);
        }
        catch (IOException)
        {
            // The connection was lost.
            return CommandResult.Refused(
                isMine || !storage.HasUpload(importId) ? ImportErrors.NotReceived : ImportErrors.IdTaken
            );
        }
        finally
        {
            if (isMine && !isKept)
            {
                storage.Delete(importId);
            }
        }
    }

    public async Task<Error?> WriteRefusedAsync(
        string importId,
        TableFormat format,
        Stream destination,
        Actor actor,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await queries.AskAsync(
            new Queries.GetImport(importId),
            new QueryContext(actor),
            cancellationToken
        );
        if (answer.Value is not { Table: { } table } import)
        {
            return answer.Refusal ?? ImportErrors.NotFound;
        }

        // The reasons reveal information about existing accounts.
        if (
            actor.Kind != ActorKind.System
            && (await access.FindAsync(actor.Id, cancellationToken))?.Permissions.Contains(Permissions.UsersRead)
                != true
        )
        {
            return MessagingErrors.NotPermitted(Permissions.UsersRead);
        }

        if (import.Status is ImportStatus.Ready or ImportStatus.Previewing)
        {
            return ImportErrors.OutOfStep;
        }

        if (storage.OpenRows(importId) is not { } staged)
        {
            return ImportErrors.FilesGone;
        }

        using var rows = staged;
        if (!rows.AreJudged())
        {
            return ImportErrors.OutOfStep;
        }

        var kept = Enumerable
            .Range(0, table.Columns.Count)
            .Where(column => table.Columns[column] != ImportGuess.ReasonTitle)
            .ToArray();
        var (isSender, hashes) = (import.ActorId == actor.Id, import.Options?.ColumnOf(ImportField.PasswordHash) ?? -1);
        await using var writer = TableWriters.Create(
            format,
            destination,
            [.. kept.Select(column => table.Columns[column]), ImportGuess.ReasonTitle]
        );
        foreach (var (cells, reason) in rows.Refused())
        {
            await writer.WriteAsync(
                [.. kept.Select(column => IsReturned(column, cells[column]) ? cells[column] : null), reason],
                cancellationToken
            );
        }

        await writer.CompleteAsync(cancellationToken);
        return null;

        // A cell where a hash should be may hold the password itself.
        bool IsReturned(int column, string? cell) =>
            column == hashes ? isSender && IsHash(cell) : isSender || !IsHash(cell);
    }

    private async Task<Error?> RefusalAsync(Actor actor, CancellationToken cancellationToken) =>
        actor.Kind switch
        {
            ActorKind.System => null,
            ActorKind.User
            or ActorKind.Application when await access.FindAsync(actor.Id, cancellationToken) is { } may =>
                may.Permissions.Contains(Permissions.UsersImport)
                    ? null
                    : MessagingErrors.NotPermitted(Permissions.UsersImport),
            ActorKind.SigningIn => MessagingErrors.NotFinishedSigningIn,
            _ => MessagingErrors.NotSignedIn,
        };

    private static async Task<long> StoreAsync(IImportUpload file, Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        var bytes = 0L;
        while (
            bytes <= IImportFiles.MostBytes && await content.ReadAsync(buffer, cancellationToken) is > 0 and var read
        )
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            bytes += read;
        }

        await file.CompleteAsync(cancellationToken);
        return bytes;
    }

    private static bool IsHash(string? cell) => ImportHashColumns.IsHash(cell);

    private static CommandContext Batched(string importId, CommandContext context) =>
        context with
        {
            CorrelationId = CommandContext.BatchPrefix + importId,
        };
}
