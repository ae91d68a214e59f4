using System.Text.Json;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles.Commands;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Queries;

namespace UserAdmin.Benchmarks.Contests;

/// <summary>
/// Compares the preview of undoing a bulk action with reading its events, and all events of the accounts, raw.
/// </summary>
internal static class UndoContest
{
    /// <summary>The sizes of the bulk actions.</summary>
    private static readonly (int Accounts, int Rounds)[] _sizes = [(1, 300), (1_000, 20), (10_000, 3)];

    public static async IAsyncEnumerable<Result> RunAsync(RunningConsole console)
    {
        using var ids = new UserIds(console);
        using var read = console.OpenRead();
        using var write = console.OpenWrite();
        using var batchRows = read.Statement(
            "SELECT \"Position\", \"SubjectId\" FROM \"History\" WHERE \"BatchId\" = @batch",
            "@batch"
        );
        using var events = write.Statement(
            "SELECT * FROM \"EventLog\" WHERE \"SubjectId\" IN (SELECT value FROM json_each(@ids)) "
                + "ORDER BY \"Position\"",
            "@ids"
        );
        foreach (var (accounts, rounds) in _sizes)
        {
            var people = ids.Open(accounts);
            var role = Guid.CreateVersion7().ToString();
            await console.SendAsync(new CreateRole(role, $"To be undone {accounts}", null, []), console.Administrator);
            var batch = Guid.CreateVersion7().ToString();
            await console.SendAsync(
                new StartBulkAction(batch, BulkAction.AssignRole, people) { RoleId = role },
                console.Administrator
            );
            await console.Get<BulkRunner>().RunOnceAsync(CancellationToken.None);
            await console.CaughtUpAsync();
            yield return await Turns.TakeAsync(
                $"PreviewUndo, {accounts:#,0} accounts",
                rounds,
                () => batch,
                async batchId =>
                {
                    var answer = await console.Queries.AskAsync(
                        new PreviewUndo(new UndoSelection { BatchId = batchId }),
                        new QueryContext(console.Administrator)
                    );
                    Ensure(answer.Value?.Back == people.Count);
                },
                batchId =>
                {
                    var subjects = batchRows
                        .With(batchId)
                        .Rows()
                        .Select(row => (string)row[1])
                        .Where(subject => subject != batchId)
                        .Distinct()
                        .ToList();
                    Ensure(
                        events.With(JsonSerializer.Serialize(subjects)).Rows().Count >= people.Count
                            && subjects.Count == people.Count
                    );
                },
                isBrief: true
            );
        }
    }

    private static void Ensure(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("The answer is wrong.");
        }
    }
}
