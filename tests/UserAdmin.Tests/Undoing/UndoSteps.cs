using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Tests.Bulk;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Queries;

namespace UserAdmin.Tests.Undoing;

/// <summary>Steps that tests of undoing share.</summary>
internal static class UndoSteps
{
    /// <summary>Returns the positions of what a command records about an account.</summary>
    public static async Task<List<long>> RecordAsync(
        this TestHost host,
        string userId,
        ICommand command,
        Actor? actor = null
    )
    {
        var before = host.Tail();
        await host.AcceptAsync(command, actor);
        return
        [
            .. host.ReadLog()
                .Where(record => record.Position > before && record.SubjectId == userId)
                .Select(record => record.Position),
        ];
    }

    /// <summary>Returns the preview.</summary>
    public static async Task<UndoPreview> PreviewUndoAsync(
        this TestHost host,
        UndoSelection selection,
        Actor? actor = null
    )
    {
        await host.CatchUpAsync();
        var answer = await host.AskAsync(new PreviewUndo(selection), actor);
        answer.Refusal.ShouldBeNull();
        return answer.Value.ShouldNotBeNull();
    }

    /// <summary>Returns the preview of single events of one account.</summary>
    public static async Task<UndoAccount> PreviewUndoAsync(
        this TestHost host,
        IReadOnlyList<long> positions,
        Actor? actor = null
    ) =>
        (
            await host.PreviewUndoAsync(new UndoSelection { Positions = positions }, actor)
        ).Page.Items.ShouldHaveSingleItem();

    /// <summary>Undoes a selection as a batch, and returns the batch.</summary>
    public static async Task<string> UndoAsync(this TestHost host, UndoSelection selection, Actor? actor = null)
    {
        await host.CatchUpAsync();
        var accounts = (await host.AskAsync(new ListUndoEvents(selection), actor)).Value.ShouldNotBeNull();
        var batchId = TestHost.NewId();
        (
            await host.SendAsync(
                new StartUndo(batchId, accounts.Items) { Undoes = selection.BatchId },
                actor,
                reason: "A mistake"
            )
        ).Errors.ShouldBeEmpty();
        await host.RunBulkAsync();
        return batchId;
    }
}
