using System.Globalization;
using UserAdmin.Tables;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Exports;

/// <summary>Texts about an export.</summary>
internal static class ExportText
{
    /// <summary>Returns the texts beside the progress bar, most important first.</summary>
    public static IEnumerable<string> Facts(ExportProgress? progress) =>
        progress switch
        {
            null => [T("Waiting for the download to start")],
            { State: ExportState.Done } =>
            [
                T(progress.Rows, "1 user exported", $"{BulkText.Count(progress.Rows)} users exported"),
                T($"took {BulkPace.Words(progress.Took)}"),
            ],
            { State: ExportState.Cancelled } =>
            [
                T(progress.Rows, "Cancelled after 1 user", $"Cancelled after {BulkText.Count(progress.Rows)} users"),
                T("The file is incomplete"),
            ],
            { State: ExportState.Failed } => [T("Not exported")],
            _ =>
            [
                T(
                    progress.Total,
                    $"{BulkText.Count(progress.Rows)} of 1 user",
                    $"{BulkText.Count(progress.Rows)} of {BulkText.Count(progress.Total)} users"
                ),
                .. Rate(progress),
            ],
        };

    /// <summary>Returns the name of a format.</summary>
    public static string Word(TableFormat format) =>
        format switch
        {
            TableFormat.Csv => "CSV",
            TableFormat.Xlsx => "Excel",
            TableFormat.JsonLines => "JSON Lines",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
        };

    private static IEnumerable<string> Rate(ExportProgress progress)
    {
        if (progress.Rows > 0 && progress.Took > TimeSpan.Zero)
        {
            var perSecond = progress.Rows / progress.Took.TotalSeconds;
            yield return T($"{perSecond:N0} users/s");
            yield return T(
                $"about {BulkPace.Words(TimeSpan.FromSeconds((progress.Total - progress.Rows) / perSecond))} left"
            );
        }
    }
}
