using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Settings;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteBackups(SqliteFiles files, IOptions<BackupOptions> options, TimeProvider time) : IBackups
{
    private const string Kind = "sqlite";
    private const string WriteName = "write.db";

    // In milliseconds: how long to wait for another program that recovers or closes the database.
    private const int LockPatience = 8_000;

    public BackupMade Create(string target, CancellationToken cancellationToken)
    {
        try
        {
            using var source = SqliteReading.Open(files.WritePath);
            // Keeps a restore from starting meanwhile.
            using var running = RunningPrograms.Join(files);
            using var folder = BackupFolder.Begin(target, files.DataDirectory, time.GetUtcNow());
            var copy = folder.PathOf(WriteName);
            Copy(source, copy);
            cancellationToken.ThrowIfCancellationRequested();
            var head = Verify(
                copy,
                kept: null,
                problem => $"The database {files.WritePath} is damaged, so there is no backup of it: {problem}",
                cancellationToken
            );
            // After the database, so that they include the key of everything in it.
            KeyRingFiles.Copy(files.DataDirectory, folder.PathOf(""));
            cancellationToken.ThrowIfCancellationRequested();
            return folder.Complete(
                Kind,
                head.Position,
                head.Hash,
                SqliteErasures.Of(files.WritePath),
                options.Value.KeepDays
            );
        }
        catch (SqliteException fault)
        {
            throw fault.SqliteErrorCode is SqliteErrors.Full
                ? new StartupException(
                    $"There is no space left in {target}. Nothing of the backup is left; make room and try again.",
                    fault
                )
                : SqliteErrors.Explain(fault, files.WritePath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The backup cannot be written: {fault.Message} Nothing of it is left.", fault);
        }
    }

    public BackupRestored Restore(string? from, CancellationToken cancellationToken)
    {
        try
        {
            var backup = Path.GetFullPath(from ?? throw new StartupException("Name the backup: restore FOLDER."));
            var manifest = BackupManifest.Read(backup);
            if (manifest.Database != Kind || !manifest.Files.TryGetValue(WriteName, out var hash))
            {
                throw new StartupException(
                    $"The backup {backup} is one of another database. Set ConnectionStrings:Write to that one first."
                );
            }

            KeyRingFiles.Verify(backup, manifest);
            PrivateFiles.CreateFolder(Path.GetDirectoryName(files.WritePath)!);
            using var alone = RunningPrograms.Exclude(
                files,
                $"A UserAdmin runs on {files.WritePath}. Stop it, then restore. Nothing was changed."
            );
            // The copy is verified, and not the backup, because the copy is what is used from then on.
            var staged = files.WritePath + ".restoring";
            try
            {
                PrivateFiles.Copy(Path.Combine(backup, WriteName), staged);
                VerifyCopy(staged, backup, manifest, hash, cancellationToken);
                SqliteAttached
                    .AsAttached(staged)
                    .RefuseIfAttached(
                        files.WritePath,
                        $"Nothing was changed. To go back to the backup, stop that application and UserAdmin, and put "
                            + $"{Path.Combine(backup, WriteName)} in the place of the database yourself."
                    );
                var (erased, isPlain) = EraseAgain(staged, backup);
                cancellationToken.ThrowIfCancellationRequested();
                return new BackupRestored(
                    manifest.Position,
                    manifest.HeadHash,
                    SqliteReplacement.Run(
                        files,
                        staged,
                        () => KeyRingFiles.Restore(backup, manifest, files.DataDirectory),
                        time.GetUtcNow()
                    ),
                    erased,
                    isPlain
                );
            }
            finally
            {
                File.Delete(staged);
            }
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, files.WritePath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The backup was not restored: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// Deletes the keys of those who were purged since the backup, before anybody can read it; and notes them in the
    /// data folder, so that the next start purges them.
    /// </summary>
    private (int Count, bool IsPlain) EraseAgain(string staged, string backup)
    {
        PrivateFiles.CreateFolder(files.DataDirectory);
        ErasureList.Add(
            files.DataDirectory,
            [
                // What nobody has noted outside is still in the database that is replaced now.
                .. SqliteErasures.Of(files.WritePath),
                .. ErasureList.Read(Path.GetDirectoryName(backup), options.Value.Folder),
            ]
        );
        return SqliteErasures.Repeat(staged, ErasureList.Read(files.DataDirectory));
    }

    /// <summary>Copies one moment of a database that may be in use. Its writers do not wait.</summary>
    private static void Copy(SqliteConnection source, string path)
    {
        PrivateFiles.Create(path);
        using (
            var copy = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString
            )
        )
        {
            copy.Open();
            Execute(source, FormattableString.Invariant($"PRAGMA busy_timeout = {LockPatience}"));
            source.BackupDatabase(copy);
            // A single file, without a WAL beside it.
            Execute(copy, "PRAGMA journal_mode = DELETE");
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static void VerifyCopy(
        string staged,
        string backup,
        BackupManifest manifest,
        string hash,
        CancellationToken cancellationToken
    )
    {
        string Damaged(string problem) => $"The backup {backup} is damaged: {problem} Nothing was restored.";

        if (BackupFolder.HashOf(staged) != hash)
        {
            throw new StartupException(Damaged($"{WriteName} is not as it was written."));
        }

        var kept = manifest.Position == 0 ? null : new LogHead(manifest.Position, manifest.HeadHash);
        var head = Verify(staged, kept, Damaged, cancellationToken);
        if (head.Position != manifest.Position)
        {
            throw new StartupException(
                Damaged($"its log ends at event {head.Position}, and not at {manifest.Position} as its manifest says.")
            );
        }
    }

    private static LogHead Verify(
        string path,
        LogHead? kept,
        Func<string, string> damaged,
        CancellationToken cancellationToken
    )
    {
        string Explain(DbException fault) => damaged(fault.Message);

        try
        {
            var connection = SqliteReading.Open(path);
            using var log = new LogReader(connection, SqliteAttached.AsAttached(path), asStored: true);
            using var check = connection.Command(null, "PRAGMA integrity_check(1)");
            if (check.ExecuteScalar() is not "ok" and var problem)
            {
                throw new StartupException(damaged($"{problem}."));
            }

            var verdict = LogChain.Verify(log, kept, Explain, cancellationToken);
            return verdict.Problem is null
                ? new LogHead(verdict.Position, verdict.HeadHash)
                : throw new StartupException(damaged(verdict.Problem));
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SqliteErrors.Corrupt or SqliteErrors.NotADatabase)
        {
            throw new StartupException(Explain(fault), fault);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.Command(null, sql);
        command.ExecuteNonQuery();
    }
}
