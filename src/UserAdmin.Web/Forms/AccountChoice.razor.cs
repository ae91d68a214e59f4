using Microsoft.AspNetCore.Components;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Forms;

/// <summary>
/// Chooses an account, such as the one that answers for an application. A typed email address, user name or name that means one account
/// is that account; anything else is sent as it is and refused.
/// </summary>
public sealed partial class AccountChoice : IDisposable
{
    private const int MostShown = 8;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _disposal = new();
    private IReadOnlyList<UserRow> _found = [];
    private ElementReference _input;
    private string? _typed;
    private int _keystrokes;

    /// <summary>The field, an <see cref="AccountField{TRow}"/>.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>What is read in the empty field.</summary>
    [Parameter]
    public string Placeholder { get; set; } = T("Nobody");

    /// <summary>A hint that replaces the field's own hint.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>A link or buttons that belong to the field.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Raised after each change.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChosen { get; set; }

    /// <summary>Raised when the person keeps the typed value.</summary>
    [Parameter]
    public EventCallback<FormField> OnKeepMine { get; set; }

    /// <summary>Raised when the person accepts the other person's value.</summary>
    [Parameter]
    public EventCallback<FormField> OnTakeTheirs { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private string Id => FieldNotes.IdOf(Field);

    private string? HintText => Hint ?? Field.Hint;

    private IAccountField Names => (IAccountField)Field;

    // What is typed stays, as long as it means the chosen account.
    private string Text =>
        _typed is { } typed && Field.IsTouched ? typed
        : Field.Value.Length == 0 ? ""
        : Names.NameOf(Field.Value);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Field.WantsFocus)
        {
            Field.WantsFocus = false;
            await _input.FocusAsync();
        }
    }

    private async Task OnTypedAsync(string? text)
    {
        var keystroke = ++_keystrokes;
        (_typed, Field.Error) = (text ?? "", null);
        var typed = _typed.Trim();
        Field.Value = typed.Length > 0 && typed == Names.NameOf(Field.Current) ? Field.Current : typed;
        await OnChosen.InvokeAsync();
        if (typed.Length == 0 || !Field.IsTouched)
        {
            return;
        }

        try
        {
            await Task.Delay(_pause, Clock, _disposal.Token);
            if (keystroke == _keystrokes)
            {
                await FindAsync(keystroke, typed);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task FindAsync(int keystroke, string typed)
    {
        var words = UserSearch.Join([new SearchTerm(null, SearchOperator.Is, [typed])]);
        var found = (await Acting.AskAsync(new ListUsers(words, PageSize: MostShown), _disposal.Token)).Value?.Items;
        if (keystroke != _keystrokes)
        {
            return;
        }

        _found = found ?? [];
        if (Meant(typed) is { } user)
        {
            Names.Remember(user.Id, user.DisplayName);
            Field.Value = user.Id;
            await OnChosen.InvokeAsync();
        }
    }

    private UserRow? Meant(string typed)
    {
        UserRow[] named = [.. _found.Where(user => Same(user.Email) || Same(user.UserName) || Same(user.DisplayName))];
        return named.Length == 1 ? named[0]
            : _found.Count == 1 ? _found[0]
            : null;

        bool Same(string? value) => string.Equals(value, typed, StringComparison.OrdinalIgnoreCase);
    }
}
