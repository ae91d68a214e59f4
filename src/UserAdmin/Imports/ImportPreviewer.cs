using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>
/// Judges every row of an import without changing any account, and stores the verdicts in the import's folder.
/// </summary>
internal sealed class ImportPreviewer(
    IServiceScopeFactory scopes,
    IImportStorage storage,
    IAccessReader access,
    ILookupNormalizer normalizer,
    INewKeys newKeys,
    IEnumerable<IHostUsers> hosts,
    ImportedHashes hashes,
    TimeProvider time
)
{
    private const int ChunkSize = 1000;

    /// <summary>
    /// From this many rows on, a preview uses so much memory that a blocking garbage collection afterwards is
    /// worthwhile.
    /// </summary>
    private const int Many = 100_000;

    private static readonly TimeSpan _progressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Previews all rows.</summary>
    /// <param name="run">The import.</param>
    /// <param name="options">What the import should do.</param>
    /// <param name="record">Records the counts so far and whether the preview is complete. Returns false if the preview
    /// is no longer wanted.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The reason why the preview is impossible, or null.</returns>
    public async Task<Error?> RunAsync(
        ImportRun run,
        ImportOptions options,
        Func<ImportCounts, long, bool, Task<bool>> record,
        CancellationToken cancellationToken
    )
    {
        if (await AccessOfAsync(run.ActorId, cancellationToken) is not { } may)
        {
            return ImportErrors.StarterGone;
        }

        await using var scope = scopes.CreateAsyncScope();
        var message = scope.ServiceProvider.GetRequiredService<CurrentMessage>();
        (message.Access, message.Context) = (may, new CommandContext(Actor.Of(run.ActorId), Guid.Empty));
        var context = scope.ServiceProvider.GetRequiredService<WriteContext>();
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        // Changes that others make after this position are not overwritten by the run.
        var seen = await context.EventLog.MaxAsync(record => (long?)record.Position, cancellationToken) ?? 0;
        var granting = scope.ServiceProvider.GetRequiredService<ImportGranting>();
        var (roles, refusal) = await granting.FindRolesAsync(options, cancellationToken);
        var administrators = await scope
            .ServiceProvider.GetRequiredService<Administrators>()
            .ActiveAsync(cancellationToken);
        var actor = new ImportActor(run.ActorId, may.Permissions, roles, refusal, time.GetUtcNow(), administrators);

        using var stage = storage.OpenStage(run.ImportId);
        stage.BeginVerdicts();
        Mend(stage, run.CellsToMend());
        var logins = new HashSet<UInt128>();
        var (repeats, reader, freed) = (
            Repeats(stage, options),
            new ImportRowReader(options, run.Titles, normalizer, context.Layout, hosts, hashes.Of(options)),
            new HashSet<UInt128>()
        );
        var rules = new ImportHostRules(scope.ServiceProvider.GetRequiredService<HostUserRules>(), hosts);
        var counts = ImportCounts.None;
        var recorded = time.GetTimestamp();
        for (var after = 0; stage.Read(after, ChunkSize) is { Count: > 0 } staged; after = staged[^1].Number)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = staged.ConvertAll(row => Read(reader, row, repeats, options));
            var named = await granting.FindNamedAsync(
                rows.SelectMany(row => row.RoleNames),
                options,
                creates: false,
                cancellationToken
            );
            var facts = await ImportFacts.ReadAsync(
                context,
                rows,
                options,
                run.ActorId,
                may.Permissions,
                named,
                normalizer,
                cancellationToken
            );
            rows = await rules.CheckAsync(rows, facts, cancellationToken);
            var judge = new ImportJudge(options, actor, facts);
            var (keys, place) = (await newKeys.OfUsersAsync(rows.Count, cancellationToken), 0);
            foreach (var row in rows)
            {
                FreeWhatRowsBeforeGiveUp(row, facts.Taken, freed);
                facts.Logins.UnionWith(row.Logins.Where(login => logins.Contains(Hash(login))));
                var judged = judge.Judge(row, keys[place++]);
                if (judged.Verdict == ImportVerdict.Create)
                {
                    logins.UnionWith(row.Logins.Select(Hash));
                }

                stage.Add(row.Number, judged);
                counts = counts.With(judged.Verdict);
                freed.UnionWith(
                    judged
                        .Changes.Where(change => change.From is not null && UniqueValues.IsUnique(change.Field))
                        .Select(change => Hash(facts.Taken, change.Field, change.From!))
                );
            }

            if (time.GetElapsedTime(recorded) >= _progressInterval)
            {
                stage.Commit();
                recorded = time.GetTimestamp();
                if (!await record(counts, seen, false))
                {
                    return null;
                }
            }
        }

        stage.EndVerdicts();
        await record(counts, seen, true);
        return null;
    }

    // Putting them in twice does no harm: the preview begins anew after a restart.
    private static void Mend(IImportStage stage, IReadOnlyList<MendedCell> cells)
    {
        foreach (var mended in cells.GroupBy(cell => cell.Row))
        {
            if (stage.Read(mended.Key - 1, 1) is not [{ } row] || row.Number != mended.Key)
            {
                continue;
            }

            foreach (var cell in mended)
            {
                row.Cells[cell.Column] = string.IsNullOrWhiteSpace(cell.Value) ? null : cell.Value;
            }

            stage.Replace(
                row with
                {
                    CellErrors = [.. row.CellErrors.Where(error => mended.All(cell => cell.Column != error.Column))],
                }
            );
        }
    }

    private ImportRepeats Repeats(IImportStage stage, ImportOptions options)
    {
        var repeats = new ImportRepeats(options, normalizer);
        for (var after = 0; stage.Read(after, ChunkSize) is { Count: > 0 } rows; after = rows[^1].Number)
        {
            foreach (var row in rows.Where(row => row.Error is null))
            {
                repeats.Add(row.Number, row.Cells);
            }
        }

        return repeats;
    }

    private static ImportedRow Read(
        ImportRowReader reader,
        StagedRow staged,
        ImportRepeats repeats,
        ImportOptions options
    )
    {
        var row = reader.Read(staged.Number, staged.Cells);
        List<Error> errors =
        [
            .. staged.Error is null ? [] : new[] { staged.Error },
            // Errors in columns that are not imported do not matter.
            .. staged
                .CellErrors.Where(cell =>
                    cell.Column < options.Columns.Count && options.Columns[cell.Column] is not null
                )
                .Select(cell => cell.Error),
            .. row.Errors,
            .. repeats.Of(staged.Number),
        ];
        return row with { Errors = [.. errors.Distinct()] };
    }

    // In the run an earlier row has already given up its old value. The preview changes nothing, so the value is freed
    // here.
    private static void FreeWhatRowsBeforeGiveUp(ImportedRow row, UniqueValues taken, HashSet<UInt128> freed)
    {
        if (freed.Count == 0)
        {
            return;
        }

        foreach (
            var (field, value) in (ReadOnlySpan<(string, string?)>)
                [
                    (nameof(User.Email), row.Creation.Email),
                    (nameof(User.UserName), row.Creation.UserName),
                    (nameof(UserProfile.ExternalId), row.Creation.ExternalId),
                ]
        )
        {
            if (value is not null && freed.Contains(Hash(taken, field, value)))
            {
                taken.Free(field, value);
            }
        }
    }

    private static UInt128 Hash(ImportedLogin login) => ImportRepeats.Hash($"{login.Provider}\n{login.Key}");

    private static UInt128 Hash(UniqueValues taken, string field, string value) =>
        ImportRepeats.Hash($"{field}\n{taken.Key(field, value)}");

    private async ValueTask<Access?> AccessOfAsync(string actorId, CancellationToken cancellationToken) =>
        actorId == Actor.System.Id ? access.Everything
        : await access.FindAsync(actorId, cancellationToken) is { } may
        && may.Permissions.Contains(UserAdmin.Roles.Permissions.UsersImport)
            ? may
        : null;

    /// <summary>
    /// Collects the memory that was used to find repeated rows. Otherwise the process would keep it for hours, in
    /// addition to the memory that the run needs (docs/decisions/0044).
    /// </summary>
    public static void GiveBack(ImportRun run)
    {
        if (run.Rows > Many)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }
}
