using Microsoft.AspNetCore.Components;
using UserAdmin.Projections;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Views;

/// <summary>
/// The person's pinned views in the navigation, each with its current number of users. It is on every open page, so it
/// keeps only a few texts per view, sends one query for all counts, and is rendered only if a count or a view has
/// changed.
/// </summary>
public sealed partial class PinnedViews
{
    // Read on the change feed's thread, so it is replaced and never modified.
    private volatile IReadOnlyList<PinnedView> _pins = [];
    private volatile HashSet<string> _seen = [];

    // Twenty times the duration of the last count.
    private const int Rest = 20;
    private const int LongestRestSeconds = 15;

    // After a start the views are shown without counts, because every page would wait for these.
    private static readonly TimeSpan _whileLoading = TimeSpan.FromSeconds(1);

    private IReadOnlyList<string> _counted = [];
    private TimeSpan _took;
    private long _countedAt;
    private ITimer? _later;
    private bool _isLoaded;
    private bool _wantsDrawing;
    private int _loads;

    /// <summary>The signed-in person.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>Key of the view that the page shows, or null.</summary>
    [Parameter]
    public string? ViewId { get; set; }

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public IReadOnlyList<PinnedView>? Carried { get; set; }

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _later?.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _pins = Carried ?? [];

    /// <inheritdoc/>
    protected override void OnParametersSet() => _wantsDrawing = true;

    /// <inheritdoc/>
    protected override bool ShouldRender() => _wantsDrawing;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender) => _wantsDrawing = false;

    // Any change can change a count. Without pins, only the person's own pinning and the return of a pinned view
    // matter.
    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => _pins.Count > 0 || IsAboutPins(change.Subjects);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var pins = _pins;
        if (!_isLoaded || IsAboutPins(changed))
        {
            var views = await Acting.AskAsync(new ListViews(OnlyPinned: true), Disposal);
            pins =
            [
                .. (views.Value?.Items ?? []).Select(view => new PinnedView(
                    view.Id,
                    view.Name,
                    view.Address().Uri(),
                    view.Search
                )),
            ];
        }

        if (pins.Count > 0 && MayCount(!pins.Select(pin => pin.Search).SequenceEqual(_counted)))
        {
            var started = Clock.GetTimestamp();
            var counts = (
                await Acting.AskAsync(
                    new CountUsers([.. pins.Select(pin => SearchZones.In(pin.Search, Zone.Id, Fields))]),
                    Disposal
                )
            )
                .Value
                ?.Counts;
            (_counted, _countedAt, _took) = (
                [.. pins.Select(pin => pin.Search)],
                Clock.GetTimestamp(),
                Clock.GetElapsedTime(started)
            );
            pins = [.. pins.Select((pin, i) => pin with { Count = counts?[i] })];
        }
        else
        {
            pins =
            [
                .. pins.Select(pin =>
                    pin with
                    {
                        Count = _pins.FirstOrDefault(known => known.Search == pin.Search)?.Count,
                    }
                ),
            ];
        }

        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load != _loads)
        {
            return;
        }

        _isLoaded = true;
        if (!pins.SequenceEqual(_pins))
        {
            _seen = [.. _seen, .. pins.Select(pin => pin.Id)];
            (_pins, Carried, _wantsDrawing) = (pins, pins, true);
        }
    }

    /// <summary>
    /// Returns whether to count now. Counting takes at most a twentieth of the time, so expensive searches are counted
    /// less often and do not slow down everybody's edits. A skipped count is made up for after the pause.
    /// </summary>
    private bool MayCount(bool isOther)
    {
        // The first count may take seconds after startup; this must not delay the next count for minutes.
        var rest = TimeSpan.FromSeconds(Math.Min((_took * Rest).TotalSeconds, LongestRestSeconds));
        var left =
            IsUserListLoading ? _whileLoading
            : isOther || _countedAt == 0 ? TimeSpan.Zero
            : rest - Clock.GetElapsedTime(_countedAt);
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        _later ??= Clock.CreateTimer(
            _ =>
            {
                _later?.Dispose();
                _later = null;
                _ = InvokeAsync(async () =>
                {
                    await ReloadAsync();
                    // This load was not caused by the change feed, so it has to be rendered here.
                    StateHasChanged();
                });
            },
            null,
            left,
            Timeout.InfiniteTimeSpan
        );
        return false;
    }

    // Includes views seen before, because one that was deleted or is no longer shared can come back.
    private bool IsAboutPins(IReadOnlySet<string> subjects) =>
        subjects.Count == 0 || subjects.Contains(UserId) || _seen.Overlaps(subjects);
}

/// <summary>A view in the navigation.</summary>
/// <param name="Id">Key of the view.</param>
/// <param name="Name">Its name.</param>
/// <param name="Href">The address of the list.</param>
/// <param name="Search">Its search.</param>
public sealed record PinnedView(string Id, string Name, string Href, string Search)
{
    /// <summary>The number of users it finds; null while unknown.</summary>
    public int? Count { get; init; }

    /// <summary>The count as text, or null.</summary>
    public string? CountText => Count?.ToString("N0", WrittenIn);
}
