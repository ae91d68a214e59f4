using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Users.Search;

/// <summary>
/// The search box: words and filters as text, with completions while typing and immediate error messages.
/// </summary>
public sealed partial class UserSearchBox : IAsyncDisposable
{
    /// <summary>The pause in typing after which the search runs.</summary>
    internal static readonly TimeSpan SearchPause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _disposal = new();
    private readonly Queue<string> _underWay = [];
    private ElementReference _box;
    private ElementReference _input;
    private IJSObjectReference? _module;
    private SearchSuggestions? _suggested;
    private IReadOnlyList<SearchError> _errors = [];
    private string? _given;
    private string _typed = "";
    private int _keystrokes;

    /// <summary>The current search.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Raised when the search changes.</summary>
    [Parameter]
    public EventCallback<string> OnSearch { get; set; }

    /// <summary>Raised when the typed search becomes valid or invalid.</summary>
    [Parameter]
    public EventCallback<bool> OnUnderstood { get; set; }

    /// <summary>
    /// A function that returns completions of a text at the caret; null if there are none, or on failure.
    /// </summary>
    [Parameter, EditorRequired]
    public Func<string, int, Task<SearchSuggestions?>> Suggest { get; set; } =
        (_, _) => Task.FromResult<SearchSuggestions?>(null);

    /// <summary>The name of the box.</summary>
    [Parameter]
    public string Label { get; set; } = Marked("Search users");

    /// <summary>The text in the empty box.</summary>
    [Parameter]
    public string Placeholder { get; set; } = Marked("Search, or filter with state:locked");

    /// <summary>The filters that can be typed; null for those of the list of users.</summary>
    [Parameter]
    public ISearchLanguage? Language { get; set; }

    [Inject]
    private UserFieldSet UserFields { get; set; } = default!;

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    private ISearchLanguage Fields => Language ?? UserFields;

    /// <summary>Whether the invalid text came from the address, so that there is no previous list to show.</summary>
    private bool IsShown => SearchZones.In(UserSearch.Parse(_typed, Fields).Compact, Zone.Id, Fields) == Text;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        // The change came from Back, Forward or a link, not from typing, which may be ahead of the address by now.
        var isOther = Text != _given;
        _given = Text;
        if (isOther && !IsEcho())
        {
            _typed = Text;
            _keystrokes++;
            _suggested = null;
            await CheckAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Users/Search/UserSearchBox.razor.js");
            await _module.InvokeVoidAsync("complete", _box);
        }
    }

    // An address that was requested here arrives after a round trip. On a slow connection, the next one has already
    // been requested by then.
    private bool IsEcho()
    {
        if (!_underWay.Contains(Text))
        {
            _underWay.Clear();
            return false;
        }

        while (_underWay.Dequeue() != Text) { }

        return true;
    }

    private async Task OnTypedAsync()
    {
        var keystroke = ++_keystrokes;
        await Task.Delay(SearchPause, Clock, _disposal.Token);
        if (keystroke != _keystrokes)
        {
            return;
        }

        await CheckAsync();
        var text = SearchZones.In(UserSearch.Parse(_typed, Fields).Compact, Zone.Id, Fields);
        if (_errors.Count == 0 && text != (_underWay.Count > 0 ? _underWay.Last() : Text))
        {
            _underWay.Enqueue(text);
            await OnSearch.InvokeAsync(text);
        }

        await SuggestAsync(keystroke);
    }

    private async Task CheckAsync()
    {
        var was = _errors.Count;
        _errors = UserSearch.Parse(_typed, Fields).Errors;
        if (was == 0 != (_errors.Count == 0))
        {
            await OnUnderstood.InvokeAsync(_errors.Count == 0);
        }
    }

    private async Task SuggestAsync(int keystroke)
    {
        var text = _typed;
        var suggested = text.Length == 0 ? null : await Suggest(text, await CaretAsync(text));
        // The person has typed more meanwhile, so these completions would replace the wrong part.
        if (keystroke == _keystrokes)
        {
            _suggested = suggested;
        }
    }

    private async Task<int> CaretAsync(string text)
    {
        try
        {
            return _module is null
                ? text.Length
                : Math.Clamp(await _module.InvokeAsync<int>("caretOf", _disposal.Token, _input), 0, text.Length);
        }
        catch (Exception fault) when (fault is JSException or JSDisconnectedException)
        {
            return text.Length;
        }
    }

    private async Task OnClearAsync()
    {
        _typed = "";
        await _input.FocusAsync();
        await OnTypedAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync();
        _disposal.Dispose();
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

    // A word that is a value of a filter is offered with the filter's title, which is the program's.
    private static string Words(SearchSuggestion item) =>
        item.IsForWord && item.Label.Split(": ", 2) is [var title, var value]
            ? $"{FromCore(title)}: {value}"
            : item.Label;
}
