using System.Globalization;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Tables;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Users.History;

namespace UserAdmin.Web.Imports;

/// <summary>Texts about imports.</summary>
internal static class ImportText
{
    /// <summary>“1 row”, “20,000 rows”.</summary>
    public static string Rows(int count) => T(count, "1 row", $"{BulkText.Count(count)} rows");

    /// <summary>“3 cells in 2 rows corrected”.</summary>
    public static string Mended(IReadOnlyList<MendedCell> cells) =>
        T(
            cells.Count,
            "1 cell in 1 row corrected",
            $"{BulkText.Count(cells.Count)} cells in "
                + $"{Rows(cells.Select(cell => cell.Row).Distinct().Count())} corrected"
        );

    /// <summary>“«Vertrieb»: 12, empty: 3”.</summary>
    public static string Values(ImportReason reason)
    {
        var others = reason.Count - reason.Values.Sum(value => value.Count);
        return string.Join(
            ", ",
            [
                .. reason.Values.Select(value =>
                    $"{(value.Value is { } text ? $"“{(text.Length > 40 ? text[..40] + "…" : text)}”" : T("empty"))} "
                    + $"({BulkText.Count(value.Count)})"
                ),
                .. others > 0 ? new[] { T($"others ({BulkText.Count(others)})") } : [],
            ]
        );
    }

    /// <summary>Returns the name of a column's content.</summary>
    public static string Field(ImportField field) =>
        field == ImportField.State ? T("State: active, disabled, deleted")
        : field == ImportField.Enabled ? T("May sign in: yes or no")
        : field == ImportField.Disabled ? T("Blocked: yes or no")
        : field == ImportField.Deleted ? T("Deleted: yes or no")
        : field == ImportField.Roles ? T("Roles: added to those a person has")
        : field == ImportField.EmailConfirmed ? T("Email confirmed (new users)")
        : field == ImportField.PhoneConfirmed ? T("Phone confirmed (new users)")
        : field == ImportField.CreatedAt ? T("Created (new users)")
        : field == ImportField.LastSignInAt ? T("Last sign-in (new users)")
        : field == ImportField.TwoFactorSecret ? T("Secret of the authenticator app (new users)")
        : field == ImportField.ExternalLogins ? T("External logins (new users)")
        : field == ImportField.ExternalLoginProvider ? T("Provider of the external login")
        : field == ImportField.PasswordSalt ? T("Salt of the password hash")
        : field == ImportField.PasswordFormat ? T("Method of the password hash")
        : HistoryText.Label(field.Name);

    /// <summary>Returns the state of an import in one or two words.</summary>
    public static string Status(ImportRow row) =>
        row.Status switch
        {
            ImportStatus.Reading => T("Reading the file"),
            ImportStatus.Ready => T("Columns to map"),
            ImportStatus.Previewing => T("Trying out"),
            ImportStatus.Previewed => T("Ready to start"),
            ImportStatus.Running => T("Running", "import"),
            ImportStatus.Paused => T("Paused", "import"),
            ImportStatus.Finished => T("Finished", "import"),
            ImportStatus.Cancelled => T("Cancelled", "import"),
            ImportStatus.Failed => row.CanResume ? T("Stopped", "import") : T("Failed", "import"),
            _ => throw new ArgumentOutOfRangeException(nameof(row), row.Status, "No such status."),
        };

    /// <summary>Returns the CSS class of its chip.</summary>
    public static string ChipOf(ImportStatus status) =>
        status switch
        {
            ImportStatus.Finished => "good",
            ImportStatus.Failed => "bad",
            ImportStatus.Paused => "warn",
            ImportStatus.Cancelled => "disabled",
            _ => "invited",
        };

    /// <summary>Returns the text of a row's verdict or outcome.</summary>
    public static string Verdict(ImportVerdict? verdict, bool isDone) =>
        (verdict, isDone) switch
        {
            (null, _) => T("All"),
            (ImportVerdict.Create, true) => T("Created"),
            (ImportVerdict.Create, false) => T("Create", "row"),
            (ImportVerdict.Update, true) => T("Updated"),
            (ImportVerdict.Update, false) => T("Update", "row"),
            (ImportVerdict.Unchanged, _) => T("Unchanged"),
            _ => T("Refused"),
        };

    /// <summary>Returns the CSS class of a verdict.</summary>
    public static string ChipOf(ImportVerdict verdict) =>
        verdict switch
        {
            ImportVerdict.Create => "good",
            ImportVerdict.Update => "invited",
            ImportVerdict.Refused => "warn",
            _ => "",
        };

    /// <summary>“CSV, utf-8, separated by ;”.</summary>
    public static string File(TableDescription table) =>
        table.Format switch
        {
            TableFormat.Csv => T($"CSV, {table.Encoding}, separated by {Separator(table.Separator)}"),
            TableFormat.Xlsx => table.Sheet is { } sheet ? T($"Excel workbook, sheet “{sheet}”") : T("Excel workbook"),
            TableFormat.JsonLines => "JSON Lines",
            TableFormat.Json => table.Sheet is { } list ? T($"JSON, list “{list}”") : "JSON",
            TableFormat.Ldif => "LDIF",
            _ => throw new ArgumentOutOfRangeException(nameof(table), table.Format, "No such format."),
        };

    /// <summary>“140 KB”, “2.4 MB”.</summary>
    public static string Size(long bytes) =>
        bytes < 1_000_000
            ? string.Create(WrittenIn, $"{Math.Max(1, bytes / 1000):N0} KB")
            : string.Create(WrittenIn, $"{bytes / 1e6:N1} MB");

    /// <summary>Returns the wizard step of an import, from 1.</summary>
    public static int Step(ImportRow row) =>
        row.Status switch
        {
            ImportStatus.Reading => 1,
            ImportStatus.Ready => 2,
            ImportStatus.Previewing or ImportStatus.Previewed => 3,
            ImportStatus.Running or ImportStatus.Paused => 4,
            ImportStatus.Failed when row.CanResume => 4,
            _ => 5,
        };

    /// <summary>Returns the number of rows to apply.</summary>
    public static int ToApply(ImportRow row) => row.Promised.Created + row.Promised.Updated;

    /// <summary>Returns the label of the start button.</summary>
    public static string Start(ImportRow row) =>
        (row.Promised.Created, row.Promised.Updated) switch
        {
            (0, 0) => T("Nothing to apply"),
            (var create, 0) => T($"Create {BulkText.Users(create)}"),
            (0, var update) => T($"Update {BulkText.Users(update)}"),
            var (create, update) => T($"Create {BulkText.Count(create)} and update {BulkText.Users(update)}"),
        };

    /// <summary>Returns the text beside the progress bar.</summary>
    public static IEnumerable<string> Pace(ImportRow row)
    {
        if (row.RowsPerSecond is { } rate && (row.Status == ImportStatus.Running || row.IsOver))
        {
            yield return T($"{rate.ToString("N0", WrittenIn)} rows/s");
        }

        if (row.TimeLeft is { } left)
        {
            yield return T($"about {BulkPace.Words(left)} left");
        }

        if (row is { StartedAt: { } from, FinishedAt: { } to })
        {
            yield return T($"took {BulkPace.Words(to - from)}");
        }
    }

    private static string Separator(char? separator) => separator == '\t' ? T("tabs") : $"{separator}";
}
