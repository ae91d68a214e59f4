using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Audit.Search;
using UserAdmin.Users.Search;
using UserAdmin.Web.ActivityLog;

namespace UserAdmin.Web.Overview;

/// <summary>
/// A chart of the last days with axes, a tooltip for each day, and a table of the same figures. Bars are elements of
/// the page, not of a picture, so that they are links in the order of time and take their colours from the theme.
/// </summary>
public sealed partial class DayChart : IAsyncDisposable
{
    private const int UsualDays = 30;

    private ElementReference _chart;
    private string? _listening;
    private bool _isTable;
    private IJSObjectReference? _module;

    /// <summary>The id of the heading.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>The heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The counts; null while loading.</summary>
    [Parameter, EditorRequired]
    public ActivityDays? Days { get; set; }

    /// <summary>What is shown of each day.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<DaySeries> Series { get; set; } = [];

    /// <summary>Whether the bars of a day stand on each other instead of side by side.</summary>
    [Parameter]
    public bool IsStacked { get; set; }

    private string Body => $"{Id}-days";

    private int DayCount => Days?.Days.Count ?? UsualDays;

    private DayScale Scale => DayScale.For(Days?.Days.Max(Highest) ?? 0);

    private string Said =>
        T(
            $"{Title} by day. The arrow keys go from one day to the next, with Shift they choose several, Enter shows "
                + $"the events."
        );

    // Nouns have capital letters in German.
    private static string InSentence(string name) =>
        FromCore(name) is var shown && shown == name ? name.ToLowerInvariant() : shown;

    private string Other => _isTable ? T("As a chart") : T("As a table");

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>(
                "import",
                "./ActivityLog/ActivityHistogram.razor.js"
            );
        }

        // The chart is another element after the table was shown.
        if (!_isTable && _module is not null && _listening != _chart.Id)
        {
            _listening = _chart.Id;
            await _module.InvokeVoidAsync("brush", _chart);
        }
    }

    private ActivityDay? DayAt(int place) => Days?.Days[place];

    private int Highest(ActivityDay day) =>
        IsStacked ? Series.Sum(series => day.Count(series.Measure)) : Series.Max(series => day.Count(series.Measure));

    // A single event among thousands must be seen, too.
    private string Tall(int count) =>
        count == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"max(2px, {100.0 * count / Scale.Top:0.##}%)");

    private bool IsMarked(int place) => (DayCount - 1 - place) % 7 == 0;

    private string Words(ActivityDay day) =>
        $"{Long(day)}: "
        + string.Join(
            ", ",
            Series.Select(series =>
                $"{ActivityText.Number(day.Count(series.Measure))} {InSentence(series.Measure.Name)}"
            )
        );

    /// <summary>Returns the address of the events of a measure, or of all measures of this chart.</summary>
    private string Address(ActivityMeasure? measure, string when) =>
        new ActivityAddress($"{measure?.Search ?? AllOfThem} {when}").Uri();

    private string AllOfThem =>
        SearchTerm.Of(ActivityFields.Action, [.. Series.SelectMany(series => series.Measure.EventTypes)]).ToString();

    private static string Long(ActivityDay day) => Date(day).ToString(T("ddd d MMM", "date"), WrittenIn);

    private static string Short(ActivityDay day) => Date(day).ToString(T("d MMM", "date"), WrittenIn);

    private static DateOnly Date(ActivityDay day) =>
        DateOnly.ParseExact(day.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has disconnected, so the module no longer exists.
        }
    }
}
