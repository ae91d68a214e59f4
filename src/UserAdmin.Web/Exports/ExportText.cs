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
            null => ["Waiting for the download to start"],
            { State: ExportState.Done } =>
            [
                $"{BulkText.Users(progress.Rows)} exported",
                $"took {BulkPace.Words(progress.Took)}",
            ],
            { State: ExportState.Cancelled } =>
            [
                $"Cancelled after {BulkText.Users(progress.Rows)}",
                "The file is incomplete",
            ],
            { State: ExportState.Failed } => ["Not exported"],
            _ => [$"{BulkText.Count(progress.Rows)} of {BulkText.Users(progress.Total)}", .. Rate(progress)],
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
            yield return string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0} users/s");
            yield return $"about {BulkPace.Words(TimeSpan.FromSeconds((progress.Total - progress.Rows) / perSecond))} "
                + "left";
        }
    }
}
