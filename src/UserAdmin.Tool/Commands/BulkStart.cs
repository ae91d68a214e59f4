using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>Starting actions on many accounts: a preview, a question, the start.</summary>
internal static class BulkStart
{
    private static readonly Dictionary<string, BulkAction> _actions = Enum.GetValues<BulkAction>()
        .Where(action => action != BulkAction.Undo)
        .ToDictionary(NameOf);

    /// <summary>Returns <c>bulk start</c>.</summary>
    public static Command Start(Verbs verbs)
    {
        var action = new Argument<string>("action") { Description = $"One of {string.Join(", ", _actions.Keys)}." };
        action.AcceptOnlyFromAmong([.. _actions.Keys]);
        var query = new Option<string>("--query", "-q")
        {
            Description = "The accounts: what to search for, as in the search box of the console.",
            HelpName = "search",
            Required = true,
        };
        var role = new Option<string?>("--role")
        {
            Description = "The role to assign or remove: its name or its id.",
            HelpName = "role",
        };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "Until when to lock, such as 2030-01-31T12:00Z.",
            HelpName = "time",
        };
        return verbs.Change(
            "start",
            "Does the same to every account that a search finds, in the background. Shows first what would happen, and "
                + "asks.",
            call => StartAsync(call, _actions[call.Get(action)], call.Get(query)!, call.Get(role), call.Get(until)),
            """
            useradmin bulk start disable --query "department:Sales last-sign-in:<2025" --reason "Ticket 4711"
            useradmin bulk start assign-role --query "title:Nurse" --role Ward --yes
            """,
            action,
            query,
            role,
            until,
            verbs.Options.Yes
        );
    }

    /// <summary>Returns <c>bulk undo</c>.</summary>
    public static Command Undo(Verbs verbs)
    {
        var batch = new Argument<string>("id") { Description = "Its id, as bulk list shows it." }.Named();
        return verbs.Change(
            "undo",
            "Takes back what a bulk action or an import has changed, as far as nobody has changed it since. Shows first "
                + "what would happen, and asks.",
            call => UndoAsync(call, call.Get(batch)),
            "useradmin bulk undo 019aaaaa-0000-7000-8000-000000000000 --reason \"Wrong file\"",
            batch,
            verbs.Options.Yes
        );
    }

    private static async Task StartAsync(
        Call call,
        BulkAction action,
        string query,
        string? role,
        DateTimeOffset? until
    )
    {
        var roleId = role is null ? null : (await RoleCommands.FindAsync(call, role)).Id;
        IReadOnlyList<string> ids = (await call.Api.ListUserIdsAsync(query)).Accepted().Value!.Items;
        if (ids.Count == 0)
        {
            throw new ToolException(ExitCode.NotFound, "The search finds no account, so there is nothing to do.");
        }

        var preview = (
            await call.Api.PreviewBulkActionAsync(
                new PreviewBulkAction
                {
                    Action = action,
                    UserIds = ids,
                    RoleId = roleId,
                    LockUntil = until,
                    PageSize = 1,
                }
            )
        ).Accepted().Value!.Value!;
        call.Output.Note(
            $"{NameOf(action)}: {Number(preview.WillChange)} change, {Number(preview.AlreadySo)} are so already, "
                + $"{Number(preview.Blocked)} cannot be changed."
        );
        foreach (var reason in preview.Reasons)
        {
            call.Output.Note($"{Number(reason.Count)}: {reason.Reason}");
        }

        await call.ConfirmAsync($"Start it for {Number(ids.Count)} accounts?");
        Started(
            call,
            await call.Api.StartBulkActionAsync(
                new StartBulkAction
                {
                    Action = action,
                    UserIds = ids,
                    RoleId = roleId,
                    LockUntil = until,
                },
                call.Key,
                call.Reason,
                Call.Prefer
            )
        );
    }

    private static async Task UndoAsync(Call call, string batchId)
    {
        var selection = new UndoSelection { BatchId = batchId };
        var preview = (await call.Api.PreviewUndoAsync(new PreviewUndo { Selection = selection, PageSize = 1 }))
            .Accepted()
            .Value!.Value!;
        call.Output.Note(
            $"{Number(preview.Back)} accounts go back, {Number(preview.Partly)} partly, {Number(preview.Nothing)} have "
                + $"nothing to take back, {Number(preview.Cannot)} cannot be taken back."
        );
        if (preview.Back + preview.Partly == 0)
        {
            throw new ToolException(ExitCode.Conflict, "There is nothing that can be undone.");
        }

        await call.ConfirmAsync($"Undo it for {Number(preview.Back + preview.Partly)} accounts?");
        var events = (
            await call.Api.ListUndoEventsAsync(
                new ListUndoEvents { Selection = selection with { UpTo = preview.UpTo } }
            )
        )
            .Accepted()
            .Value!.Items;
        Started(
            call,
            await call.Api.StartUndoAsync(
                new StartUndo { Accounts = events, Undoes = batchId },
                call.Key,
                call.Reason,
                Call.Prefer
            )
        );
    }

    private static void Started(Call call, ApiResult<Accepted> answer)
    {
        Refusals.Check(answer);
        if (call.Output.IsJson)
        {
            call.Output.Json(answer.Text);
        }
        else
        {
            call.Output.Line($"It runs. Follow it with: useradmin bulk get {answer.Value!.Id}");
        }
    }

    private static string NameOf(BulkAction action) => JsonNamingPolicy.KebabCaseLower.ConvertName(action.ToString());

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
