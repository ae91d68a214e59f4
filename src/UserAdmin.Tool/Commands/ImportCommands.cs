using System.CommandLine;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>Accounts from files.</summary>
internal static class ImportCommands
{
    /// <summary>Returns <c>imports</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var (shown, cancelled) = (Argument(), Argument());
        return Verbs.Group(
            "imports",
            "Accounts from files.",
            Start(verbs),
            Apply(verbs),
            List(verbs),
            verbs.Query(
                "get",
                "Shows an import, and why rows are refused.",
                async call =>
                {
                    var answer = await call.Api.GetImportAsync(call.Get(shown));
                    call.Show(answer, _ => [("counts", ImportRun.Counts(answer.Value!.Value!))]);
                    if (!call.Output.IsJson)
                    {
                        await ImportRun.TellReasonsAsync(call, call.Get(shown));
                    }
                },
                "useradmin imports get 019aaaaa-0000-7000-8000-000000000000",
                shown
            ),
            Rows(verbs),
            verbs.Change(
                "cancel",
                "Cancels an import. What it has changed stays changed.",
                async call =>
                    call.Done(
                        await call.Api.CancelImportAsync(
                            call.Get(cancelled),
                            new CancelImport(),
                            call.Key,
                            call.Reason,
                            Call.Prefer
                        ),
                        "It is cancelled."
                    ),
                "useradmin imports cancel 019aaaaa-0000-7000-8000-000000000000",
                cancelled
            )
        );
    }

    private static Argument<string> Argument() =>
        new Argument<string>("id") { Description = "Its id, as imports list shows it." }.Named();

    private static Option<bool> Holders() =>
        new("--change-holders")
        {
            Description =
                "Also changes accounts that hold permissions; without it, an import with such rows is refused.",
        };

    private static Command Start(Verbs verbs)
    {
        var file = new Argument<FileInfo>("file") { Description = "A file of CSV, XLSX, JSON, JSON Lines or LDIF." };
        var apply = new Option<bool>("--apply") { Description = "Applies the rows that are not refused." };
        var mode = new Option<ImportMode?>("--mode")
        {
            Description = "createOnly, updateOnly or createAndUpdate.",
            HelpName = "mode",
        };
        var match = new Option<string?>("--match-on")
        {
            Description = "What finds the account of a row: Email, UserName, ExternalId or Id.",
            HelpName = "field",
            CompletionSources = { "Email", "UserName", "ExternalId", "Id" },
        };
        var invite = new Option<bool>("--invite") { Description = "Invites people whose account is created." };
        var ignore = new Option<bool>("--ignore-states")
        {
            Description = "Imports everybody as active, whatever a column says about disabled accounts.",
        };
        var holders = Holders();
        return verbs.Change(
            "start",
            "Uploads a file, reads it as its titles say, and shows what would happen. The exit code is 1 if rows are "
                + "refused.",
            async call =>
            {
                var source = call.Get(file);
                if (!source.Exists)
                {
                    throw new ToolException(ExitCode.Usage, $"There is no file {source.FullName}.");
                }

                var run = new ImportRun(call, await UploadAsync(call, source));
                var isStarted = await run.PreviewAsync(options =>
                    options with
                    {
                        Mode = call.Get(mode) ?? options.Mode,
                        MatchOn = call.Get(match) ?? options.MatchOn,
                        Invites = call.Get(invite) || options.Invites is true,
                        IgnoresStates = call.Get(ignore) || options.IgnoresStates is true,
                    }
                );
                if (isStarted)
                {
                    await run.WaitAsync();
                }
                else if (call.Get(apply))
                {
                    await run.ApplyAsync(call.Get(holders));
                }

                await run.EndAsync(isStarted || call.Get(apply));
            },
            """
            useradmin imports start people.csv
            useradmin imports start people.csv --apply --mode createOnly --reason "New starters in May"
            """,
            file,
            apply,
            mode,
            match,
            invite,
            ignore,
            holders
        );
    }

    private static async Task<string> UploadAsync(Call call, FileInfo source)
    {
        await using var stream = source.OpenRead();
        using var body = new StreamContent(stream);
        body.Headers.ContentType = new("application/octet-stream");
        var answer = await call.Api.ReceiveImportFileAsync(source.Name, body, call.Key, call.Reason, Call.Prefer);
        // A repeated upload of the same file gets the first answer.
        return answer.Problem?.Code != "command-id-reused"
            ? answer.Accepted().Value!.Id!
            : throw new ToolException(
                ExitCode.Conflict,
                "This --idempotency-key was used for another file. Run it with a new key."
            );
    }

    private static Command Apply(Verbs verbs)
    {
        var (import, holders) = (Argument(), Holders());
        return verbs.Change(
            "apply",
            "Applies the rows of a previewed import that are not refused, and waits for the end.",
            async call =>
            {
                var run = new ImportRun(call, call.Get(import));
                await run.ApplyAsync(call.Get(holders));
                await run.EndAsync(isApplied: true);
            },
            "useradmin imports apply 019aaaaa-0000-7000-8000-000000000000 --reason \"New starters in May\"",
            import,
            holders
        );
    }

    private static Command List(Verbs verbs) =>
        verbs.List(
            "list",
            "Lists imports, the newest first.",
            call =>
                Listing.PagesAsync<ImportRow>(
                    call,
                    verbs.Options,
                    Column.Of(
                        nameof(ImportRow.ReceivedAt),
                        nameof(ImportRow.FileName),
                        nameof(ImportRow.Status),
                        nameof(ImportRow.Rows),
                        nameof(ImportRow.ActorName),
                        nameof(ImportRow.ImportId)
                    ),
                    async (limit, cursor) => await call.Api.ListImportsAsync(limit, cursor)
                ),
            "useradmin imports list"
        );

    private static Command Rows(Verbs verbs)
    {
        var import = Argument();
        var verdict = new Option<string?>("--verdict")
        {
            Description = "Only rows that create, update, are unchanged or are refused.",
            HelpName = "create|update|unchanged|refused",
            CompletionSources = { "create", "update", "unchanged", "refused" },
        };
        return verbs.List(
            "rows",
            "Lists the rows of an import: what they do, or why they are refused.",
            call =>
                Listing.PagesAsync<ImportItem>(
                    call,
                    verbs.Options,
                    [
                        .. Column.Of(nameof(ImportItem.Row), nameof(ImportItem.Verdict), nameof(ImportItem.Name)),
                        new Column("ERRORS", row => ImportRun.ErrorsOf(row)),
                    ],
                    async (limit, cursor) =>
                        await call.Api.ListImportRowsAsync(
                            call.Get(import),
                            call.Get(verdict),
                            limit: limit,
                            cursor: cursor
                        )
                ),
            "useradmin imports rows 019aaaaa-0000-7000-8000-000000000000 --verdict refused",
            import,
            verdict
        );
    }
}
