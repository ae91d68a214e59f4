using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Monitoring;
using UserAdmin.Settings;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// The server's own programs copy the database. This copies the keys and remembers the head of the log, and verifies
/// the log afterwards.
/// </remarks>
internal sealed class PostgreSqlBackups(
    PostgreSqlServer server,
    IWriteStore writeStore,
    SqliteFiles files,
    IOptions<BackupOptions> options,
    TimeProvider time
) : IBackups
{
    private const string Kind = "postgresql";
    private const string DumpName = "accounts.dump";

    public BackupMade Create(string target, CancellationToken cancellationToken)
    {
        try
        {
            // The dump is made later, so it has at least the events up to this head.
            var head = Verify(kept: null, "No backup was made.", cancellationToken);
            using var folder = BackupFolder.Begin(target, files.DataDirectory, time.GetUtcNow());
            KeyRingFiles.Copy(files.DataDirectory, folder.PathOf(""));
            using var connection = writeStore.OpenReadOnly();
            return folder.Complete(
                Kind,
                head.Position,
                head.Hash,
                HasKeys(connection) ? Erasures.Of(connection, writeStore.Layout) : [],
                options.Value.KeepDays,
                path => $"pg_dump -Fc {Place()} --file={Quote(Path.Combine(path, DumpName))}"
            );
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
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
            var backup = from is null ? null : Path.GetFullPath(from);
            var manifest = backup is null ? null : BackupManifest.Read(backup);
            if (manifest is not null && manifest.Database != Kind)
            {
                throw new StartupException(
                    $"The backup {backup} is one of another database. Set ConnectionStrings:Write to that one first."
                );
            }

            PrivateFiles.CreateFolder(files.DataDirectory);
            using var alone = RunningPrograms.Exclude(
                files,
                $"A UserAdmin runs on {files.DataDirectory}. Stop it, then restore. Nothing was changed."
            );
            var kept = manifest is null or { Position: 0 } ? null : new LogHead(manifest.Position, manifest.HeadHash);
            var dump = Quote(backup is null ? DumpName : Path.Combine(backup, DumpName));
            var head = Verify(
                kept,
                $"Restore the database first, into an empty one: pg_restore --exit-on-error {Place()} {dump}",
                cancellationToken
            );
            var aside = RestoreKeys(backup, manifest);
            var (erased, isPlain) = EraseAgain(backup);
            return new BackupRestored(head.Position, head.Hash, aside, erased, isPlain);
        }
        catch (DbException fault)
        {
            throw PostgreSqlErrors.Explain(fault, server);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The keys were not restored: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// Deletes the keys of those who were purged since the backup, and notes them in the data folder, so that the next
    /// start purges them.
    /// </summary>
    private (int Count, bool IsPlain) EraseAgain(string? backup)
    {
        ErasureList.Add(
            files.DataDirectory,
            ErasureList.Read(backup is null ? null : Path.GetDirectoryName(backup), options.Value.Folder)
        );
        using var connection = writeStore.OpenConnection();
        var lost = Erasures.Lost(connection, writeStore.Layout, ErasureList.Read(files.DataDirectory));
        if (!HasKeys(connection))
        {
            return (lost.Count, true);
        }

        Erasures.Repeat(connection, writeStore.Layout, lost);
        return (lost.Count, false);
    }

    private bool HasKeys(DbConnection connection)
    {
        using var look = connection.Command(
            null,
            "SELECT to_regclass(@name) IS NOT NULL",
            ("@name", writeStore.Layout.EventKeys)
        );
        return look.ExecuteScalar() is true;
    }

    private string? RestoreKeys(string? backup, BackupManifest? manifest)
    {
        if (backup is null || manifest is null)
        {
            return null;
        }

        KeyRingFiles.Verify(backup, manifest);
        string? aside = null;
        if (Directory.Exists(Path.Combine(files.DataDirectory, KeyRingFiles.Folder)))
        {
            aside = Path.Combine(files.DataDirectory, $"{KeptBackups.Replaced}{BackupFolder.Stamp(time.GetUtcNow())}");
            PrivateFiles.CreateFolder(aside);
            KeyRingFiles.Copy(files.DataDirectory, aside);
        }

        KeyRingFiles.Restore(backup, manifest, files.DataDirectory);
        return aside;
    }

    private LogHead Verify(LogHead? kept, string advice, CancellationToken cancellationToken)
    {
        using var log = new LogReader(writeStore.OpenReadOnly(), writeStore.Layout, asStored: true);
        LogVerdict verdict;
        try
        {
            verdict = LogChain.Verify(log, kept, writeStore.Explain, cancellationToken);
        }
        catch (StartupException fault)
        {
            throw new StartupException($"{fault.Message} {advice}", fault);
        }

        return verdict.Problem is null
            ? new LogHead(verdict.Position, verdict.HeadHash)
            : throw new StartupException($"The log in {server.Name} is not complete: {verdict.Problem} {advice}");
    }

    /// <summary>The options of the server's programs that say where the database is. Never the password.</summary>
    private string Place()
    {
        var place = new NpgsqlConnectionStringBuilder(server.Unpooled);
        var invariant = CultureInfo.InvariantCulture;
        return string.Join(
            ' ',
            new[]
            {
                ("host", string.Join(',', server.Hosts.Select(host => host.Name))),
                ("port", string.Join(',', server.Hosts.Select(host => host.Port.ToString(invariant)))),
                ("username", place.Username),
                ("dbname", place.Database),
            }
                .Where(option => !string.IsNullOrEmpty(option.Item2))
                .Select(option => $"--{option.Item1}={Quote(option.Item2!)}")
        );
    }

    // As a POSIX shell reads it.
    private static string Quote(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-,:".Contains(letter, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
