using System.CommandLine;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>Actions on many accounts.</summary>
internal static class BulkCommands
{
    /// <summary>Returns <c>bulk</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var (shown, cancelled) = (Argument(), Argument());
        return Verbs.Group(
            "bulk",
            "Actions on many accounts, and undos.",
            [.. Reading(verbs, shown, cancelled), BulkStart.Start(verbs), BulkStart.Undo(verbs)]
        );
    }

    private static IEnumerable<Command> Reading(Verbs verbs, Argument<string> shown, Argument<string> cancelled) =>
        [
            verbs.List(
                "list",
                "Lists them, the newest first.",
                call =>
                    Listing.PagesAsync<BulkRow>(
                        call,
                        verbs.Options,
                        Column.Of(
                            nameof(BulkRow.StartedAt),
                            nameof(BulkRow.Action),
                            nameof(BulkRow.Status),
                            nameof(BulkRow.Done),
                            nameof(BulkRow.Total),
                            nameof(BulkRow.Refused),
                            nameof(BulkRow.ActorName),
                            nameof(BulkRow.BatchId)
                        ),
                        async (limit, cursor) => await call.Api.ListBulkActionsAsync(limit, cursor)
                    ),
                "useradmin bulk list --limit 5"
            ),
            verbs.Query(
                "get",
                "Shows one.",
                async call => call.Show(await call.Api.GetBulkActionAsync(call.Get(shown))),
                "useradmin bulk get 019aaaaa-0000-7000-8000-000000000000",
                shown
            ),
            verbs.Change(
                "cancel",
                "Stops one. What it has changed stays changed.",
                async call =>
                    call.Done(
                        await call.Api.CancelBulkActionAsync(
                            call.Get(cancelled),
                            new CancelBulkAction(),
                            call.Key,
                            call.Reason,
                            Call.Prefer
                        ),
                        "It is cancelled."
                    ),
                "useradmin bulk cancel 019aaaaa-0000-7000-8000-000000000000",
                cancelled
            ),
        ];

    private static Argument<string> Argument() =>
        new Argument<string>("id") { Description = "Its id, as bulk list shows it." }.Named();
}
