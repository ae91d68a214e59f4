using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Users.Actions;

/// <summary>A moment that the dialog offers.</summary>
/// <param name="Label">Its label: “Until tomorrow, 08:00”.</param>
/// <param name="At">Computes the moment from now and the person's time zone; null for none.</param>
public sealed record MomentPreset(string Label, Func<DateTimeOffset, TimeZoneInfo, DateTimeOffset?> At);

/// <summary>
/// Asks for the end of something, in the person's time zone, and carries out the action. Its result is the moment, or
/// null for none.
/// </summary>
public sealed partial class MomentDialog : IDisposable
{
    private const int Own = -1;

    private readonly CancellationTokenSource _disposal = new();
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private DateTimeOffset? _at;
    private DateTime? _picked;
    private int _choice;

    /// <summary>The question.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The text that says what will happen.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The text of the button.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Whether the action is destructive.</summary>
    [Parameter]
    public bool IsDangerous { get; set; }

    /// <summary>The label of the choice: “Lock for how long?”.</summary>
    [Parameter, EditorRequired]
    public string Legend { get; set; } = "";

    /// <summary>The words before the moment: “Locked until”.</summary>
    [Parameter, EditorRequired]
    public string Effect { get; set; } = "";

    /// <summary>Moments to offer; the first is chosen.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<MomentPreset> Presets { get; set; } = [];

    /// <summary>Creates the command to send from the chosen moment.</summary>
    [Parameter, EditorRequired]
    public Func<DateTimeOffset?, ICommand> Command { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private string? Missing =>
        _choice != Own ? null
        : _at is null ? T("Choose a date and a time.")
        : _at <= Clock.GetUtcNow() ? T("This time is in the past. Choose a later one.")
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        OnChoose(0);
        _zone = await LocalZone.FindAsync(Browser, _disposal.Token);
        // The moment may have been computed for the morning of another zone.
        OnChoose(_choice);
    }

    private void OnChoose(int choice)
    {
        var now = Clock.GetUtcNow();
        if (choice == Own && _picked is null)
        {
            var local = TimeZoneInfo.ConvertTime(now.AddDays(1), _zone);
            _picked = new DateTime(local.Year, local.Month, local.Day, local.Hour, 0, 0, DateTimeKind.Unspecified);
        }

        _choice = choice;
        _at = choice == Own ? Picked() : Presets[choice].At(now, _zone);
    }

    private void OnPicked() => _at = Picked();

    private DateTimeOffset? Picked() => _picked is { } local ? LocalZone.Moment(local, _zone) : null;

    private Task<CommandResult> SendAsync(string? reason, Guid commandId, CancellationToken cancellationToken) =>
        Acting.SendAsync(Command(_at), reason, commandId, cancellationToken);
}
