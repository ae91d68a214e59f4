using System.Globalization;
using Microsoft.AspNetCore.Components;
using UserAdmin.Audit.Queries;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users.History;

namespace UserAdmin.Web.Past;

/// <summary>The banner over a page as of a moment, with the timeline of its subject.</summary>
public sealed partial class PastBar
{
    /// <summary>Strokes that a timeline has room for on a narrow screen.</summary>
    internal const int Strokes = 240;

    private int? _dragged;
    private string _typed = "";
    private string _filled = "";
    private string? _problem;
    private string? _shown;

    /// <summary>Address of the page of now, without a query.</summary>
    [Parameter, EditorRequired]
    public string Href { get; set; } = "";

    /// <summary>
    /// Returns the address as of a moment, for a page whose address has other parts; null for <see cref="Href"/> with
    /// the moment.
    /// </summary>
    [Parameter]
    public Func<string, string>? HrefAt { get; set; }

    /// <summary>Address of the page of now with its other parts; null for <see cref="Href"/>.</summary>
    [Parameter]
    public string? HrefNow { get; set; }

    /// <summary>What else the bar says about the page; null for the usual words.</summary>
    [Parameter]
    public string? Says { get; set; }

    /// <summary>The moment as the address has it.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The moment that the page shows; null while it is not known.</summary>
    [Parameter]
    public DateTimeOffset? At { get; set; }

    /// <summary>Log position of the last event that the page includes; null while it is not known.</summary>
    [Parameter]
    public long? Position { get; set; }

    /// <summary>Why the address names no moment, or null.</summary>
    [Parameter]
    public string? AddressProblem { get; set; }

    /// <summary>The events; null while loading.</summary>
    [Parameter]
    public Timeline? Timeline { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private IReadOnlyList<TimelineMark> Marks => Timeline?.Marks ?? [];

    private string? Problem => _problem ?? AddressProblem;

    // The number of marks that have happened, less one would be the mark's place; 0 is before the first.
    private int Place => Position is { } position ? Marks.Count(mark => mark.Position <= position) - 1 : Marks.Count;

    private int Index => _dragged ?? Math.Max(0, Place);

    private TimelineMark? Current =>
        (_dragged ?? Place) is var place && place >= 0 && place < Marks.Count ? Marks[place] : null;

    private TimelineMark? Before => Marks.Take(Math.Max(0, Place)).LastOrDefault(mark => mark.IsChange);

    private TimelineMark? After => Marks.Skip(Place + 1).FirstOrDefault(mark => mark.IsChange);

    private IEnumerable<(string Place, string? Tone, string Title)> Drawn =>
        Marks
            .Select((mark, index) => (mark, stroke: Stroke(index)))
            .GroupBy(pair => pair.stroke, pair => pair.mark)
            .Select(group =>
                (
                    group.Key.ToString("0.##", CultureInfo.InvariantCulture),
                    group.Select(mark => HistoryText.Tone(mark.EventType)).FirstOrDefault(tone => tone is not null)
                        ?? (group.Any(mark => mark.IsChange) ? null : "quiet"),
                    group.Count() == 1
                        ? $"{FromCore(group.First().What)}, {Day(group.First().At)}"
                        : $"{HistoryText.Count(group.Count())}, {Day(group.First().At)}"
                )
            );

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What somebody is typing stays while the page refreshes; another moment replaces it.
        var shown = $"{Text} {At}";
        if (_shown == shown)
        {
            return;
        }

        (_shown, _dragged, _problem) = (shown, null, null);
        _typed = _filled =
            AddressProblem is null && At is { } at ? PastAddress.Local(at, Zone)
            : AddressProblem is null ? ""
            : Text;
    }

    private string HrefOf(TimelineMark mark) => HrefOf(mark.Position.ToString(CultureInfo.InvariantCulture));

    private string HrefOf(string at) => HrefAt is { } href ? href(at) : $"{Href}?at={at}";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString(T("d MMM yyyy", "date"), WrittenIn);

    // The knob is at the same place of the line as the stroke of its event.
    private double Stroke(int index) =>
        Marks.Count <= Strokes
            ? index * (double)Strokes / Marks.Count
            : Math.Round(index * (double)Strokes / Marks.Count, MidpointRounding.ToZero);

    private string Describe(int index) =>
        index < Marks.Count ? $"{FromCore(Marks[index].What)}, {RelativeTime.Exactly(Marks[index].At)}" : T("Now");

    private void OnDragged(ChangeEventArgs change) => _dragged = Number(change);

    private void OnReleased(ChangeEventArgs change)
    {
        var index = Number(change);
        Navigation.NavigateTo(
            index < Marks.Count ? HrefOf(Marks[index]) : Href,
            // Dragging to and fro must not fill the history of the browser; leaving for now is a step.
            new NavigationOptions { ReplaceHistoryEntry = index < Marks.Count }
        );
    }

    private int Number(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, 0, Marks.Count)
            : Index;

    private void OnGo()
    {
        // The moment that is shown may be more exact than the field.
        if (_typed == _filled && AddressProblem is null)
        {
            return;
        }

        (var moment, _problem) = PastAddress.Read(_typed, Clock.GetUtcNow(), Zone.Zone);
        if (moment is { At: null, Position: null })
        {
            _problem = T("Enter a date and time.");
        }
        else if (moment is not null)
        {
            Navigation.NavigateTo(HrefOf(PastAddress.Of(moment)));
        }
    }
}
