using System.Globalization;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>An import that is followed through its steps.</summary>
/// <param name="call">The command.</param>
/// <param name="id">Its id.</param>
internal sealed class ImportRun(Call call, string id)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    private ImportStatus? _told;
    private int? _toldRow;

    /// <summary>
    /// Says what the columns hold, as the server has guessed, and waits until all rows are judged. An import that an
    /// earlier run of the same command has begun, with the same key, goes on from where it is.
    /// </summary>
    /// <param name="choose">Changes the options.</param>
    /// <returns>Whether its rows are being applied or were.</returns>
    public async Task<bool> PreviewAsync(Func<ImportOptions, ImportOptions> choose)
    {
        var read = await FollowAsync(ImportStatus.Reading);
        if (read.Status is ImportStatus.Previewing or ImportStatus.Previewed || IsStarted(read))
        {
            CheckSame(read.Options ?? new ImportOptions(), choose);
        }
        else if (read.Status == ImportStatus.Ready)
        {
            await ConfigureAsync(read, choose);
        }
        else
        {
            throw Stopped(read);
        }

        var judged = await FollowAsync(ImportStatus.Ready, ImportStatus.Previewing);
        if (IsStarted(judged))
        {
            return true;
        }

        if (judged.Status != ImportStatus.Previewed)
        {
            throw Stopped(judged);
        }

        call.Output.Note($"The preview: {Counts(judged)}.");
        return false;
    }

    /// <summary>Applies the rows and waits for the end.</summary>
    /// <param name="changesHolders">Whether accounts that hold permissions are changed.</param>
    public async Task ApplyAsync(bool changesHolders)
    {
        var answer = await call.Api.StartImportAsync(
            id,
            new StartImport { ChangesHolders = changesHolders },
            call.KeyFor("start"),
            call.Reason,
            Call.Prefer
        );
        Refusals.Check(answer);
        await WaitAsync();
    }

    /// <summary>Waits for the end of an import whose rows are applied.</summary>
    public async Task WaitAsync()
    {
        var ended = await FollowAsync(ImportStatus.Previewed, ImportStatus.Running);
        if (ended.Status != ImportStatus.Finished)
        {
            throw Stopped(ended);
        }
    }

    /// <summary>Writes the import as it is now, and why rows are refused.</summary>
    /// <param name="isApplied">Whether it was applied.</param>
    /// <exception cref="ToolException">Rows are refused.</exception>
    public async Task EndAsync(bool isApplied)
    {
        var answer = (await call.Api.GetImportAsync(id)).Accepted();
        var row = answer.Value!.Value!;
        if (call.Output.IsJson)
        {
            call.Output.Json(answer.Text);
        }
        else
        {
            await TellReasonsAsync(call, id);
            call.Output.Line(
                isApplied
                    ? $"Applied: {Counts(row)}."
                    : $"Nothing is changed yet. Apply it with: useradmin imports apply {id}"
            );
        }

        if ((isApplied ? row.Done : row.Promised)?.Refused is > 0 and var refused)
        {
            throw new ToolException(
                ExitCode.Failed,
                string.Create(CultureInfo.InvariantCulture, $"Refused rows: {refused:N0}. ")
                    + $"They are listed by: useradmin imports rows {id} --verdict refused"
            );
        }
    }

    /// <summary>Returns how many rows do what: of those that were applied, or else of the preview.</summary>
    public static string Counts(ImportRow row)
    {
        var counts = row.Status is ImportStatus.Finished or ImportStatus.Running or ImportStatus.Cancelled
            ? row.Done
            : row.Promised;
        return counts is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Created:N0} created, {counts.Updated:N0} changed, {counts.Unchanged:N0} unchanged, "
            ) + string.Create(CultureInfo.InvariantCulture, $"{counts.Refused:N0} refused");
    }

    /// <summary>Writes why rows are refused, each reason once.</summary>
    public static async Task TellReasonsAsync(Call call, string id)
    {
        var answer = await call.Api.ListImportReasonsAsync(id);
        Refusals.Check(answer);
        using var json = JsonDocument.Parse(answer.Text);
        var reasons = json.RootElement.GetProperty("items");
        if (reasons.GetArrayLength() > 0)
        {
            call.Output.Table(
                [
                    new Column("REFUSED ROWS", Column.Of(nameof(ImportReason.Count)).Text),
                    new Column("WHY, FOR EXAMPLE", Column.Of(nameof(ImportReason.Example)).Text),
                ],
                reasons.EnumerateArray()
            );
        }
    }

    /// <summary>Returns the sentences of a row's errors.</summary>
    public static string ErrorsOf(JsonElement row) =>
        string.Join(
            ' ',
            row.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("message").GetString())
        );

    private static bool IsStarted(ImportRow row) => row.Status is ImportStatus.Running or ImportStatus.Finished;

    // The key says that it is the same command; the options that were typed have to say so, too.
    private static void CheckSame(ImportOptions now, Func<ImportOptions, ImportOptions> choose)
    {
        var same = now with { Invites = now.Invites is true, IgnoresStates = now.IgnoresStates is true };
        if (!string.Equals(Text(same), Text(choose(now)), StringComparison.OrdinalIgnoreCase))
        {
            throw new ToolException(
                ExitCode.Conflict,
                "This --idempotency-key was used for an import with other options. Run it with those, or a new key."
            );
        }

        static string Text(ImportOptions options) => JsonSerializer.Serialize(options, ApiClient.Json);
    }

    private async Task ConfigureAsync(ImportRow read, Func<ImportOptions, ImportOptions> choose)
    {
        var options = choose(read.Options ?? new ImportOptions());
        if (!call.Output.IsJson)
        {
            TellColumns(read, options);
        }

        var answer = await call.Api.ConfigureImportAsync(
            id,
            new ConfigureImport { Options = options },
            call.KeyFor("options"),
            call.Reason,
            Call.Prefer
        );
        // A file that the server keeps for nobody would only fill its disk.
        if (answer.Status >= 400)
        {
            await call.Api.CancelImportAsync(id, new CancelImport(), call.KeyFor("cancel"), call.Reason);
        }

        Refusals.Check(answer);
    }

    private async Task<ImportRow> FollowAsync(params ImportStatus[] during)
    {
        while (true)
        {
            var row = (await call.Api.GetImportAsync(id)).Accepted().Value!.Value!;
            if (row.Status is not { } status || !during.Contains(status))
            {
                return row;
            }

            if (_told != status || _toldRow != row.DoneRow)
            {
                (_told, _toldRow) = (status, row.DoneRow);
                var part = row.DoneRow > 0 ? $", row {row.DoneRow} of {row.Rows}" : "";
                call.Output.Note($"{status}{part} …");
            }

            await call.Environment.WaitAsync(_pause, call.Cancellation);
        }
    }

    private void TellColumns(ImportRow read, ImportOptions options)
    {
        var titles = read.Table?.Columns ?? [];
        foreach (var (title, field) in titles.Zip(options.Columns ?? []))
        {
            var meaning = field.ValueKind == JsonValueKind.Null ? "is ignored" : $"is {Column.TextOf(field)}";
            call.Output.Note($"The column “{title}” {meaning}.");
        }
    }

    private static ToolException Stopped(ImportRow row) =>
        new(
            ExitCode.Failed,
            $"The import is {row.Status.ToString()!.ToLowerInvariant()}. {row.Error ?? "The console shows it."}"
        );
}
