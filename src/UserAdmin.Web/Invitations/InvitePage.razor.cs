using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Invitations;

/// <summary>Invites the people of a pasted list, each of whom is judged as soon as the list is there.</summary>
public sealed partial class InvitePage : IAsyncDisposable
{
    private static readonly (InvitationVerdict Verdict, string Chip)[] _verdicts =
    [
        (InvitationVerdict.Ready, "good"),
        (InvitationVerdict.Invalid, "warn"),
        (InvitationVerdict.Invited, "invited"),
        (InvitationVerdict.HasAccount, ""),
        (InvitationVerdict.Deleted, "disabled"),
        (InvitationVerdict.Repeated, ""),
    ];

    private readonly FormField _department = new(nameof(InvitePeople.Department), T("Department"));
    private readonly HashSet<string> _roles = [];
    private readonly HashSet<string> _resent = [];
    private IReadOnlyList<InvitationCandidate> _people = [];
    private IReadOnlyList<string> _errors = [];
    private Error? _refusal;
    private ElementReference _area;
    private IJSObjectReference? _module;
    private DotNetObjectReference<InvitePage>? _self;
    private (string ImportId, int Count)? _sent;
    private (string Intention, string ImportId) _tried = ("", "");
    private string? _reason;
    private string _text = "";
    private int _judgements;
    private bool _isJudging;

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Unanswered =>
        T(
            "The program did not answer, so the people may or may not be being invited. Everything you typed is kept. "
                + "It can be sent again: that never invites anybody twice."
        );

    private string? Missing =>
        SignedIn is null
            ? null
            : new[] { Permissions.UsersCreate, Permissions.UsersImport, Permissions.UsersRead }.FirstOrDefault(name =>
                !SignedIn.May(name)
            );

    private bool HasChanges =>
        !IsCreated && (_text.Trim().Length > 0 || _department.IsTouched || !string.IsNullOrEmpty(_reason));

    private List<InvitationCandidate> Ready => Of(InvitationVerdict.Ready);

    private List<InvitationCandidate> Left => Of(InvitationVerdict.Invalid);

    private IEnumerable<(InvitationVerdict Verdict, string Words, string Chip)> Counts =>
        _verdicts
            .Select(one => (one.Verdict, Count: Of(one.Verdict).Count, one.Chip))
            .Where(one => one.Count > 0)
            .Select(one => (one.Verdict, Words(one.Verdict, one.Count), one.Chip));

    private static string Words(InvitationVerdict verdict, int count)
    {
        var number = Bulk.BulkText.Count(count);
        return verdict switch
        {
            InvitationVerdict.Ready => T(count, "1 can be invited", $"{number} can be invited"),
            InvitationVerdict.Invalid => T(count, "1 to correct", $"{number} to correct"),
            InvitationVerdict.Invited => T(count, "1 invited already", $"{number} invited already"),
            InvitationVerdict.HasAccount => T(count, "1 has an account", $"{number} have an account"),
            InvitationVerdict.Deleted => T(count, "1 deleted account", $"{number} deleted accounts"),
            _ => T(count, "1 twice in the list", $"{number} twice in the list"),
        };
    }

    /// <summary>Called by the page's script if the list is longer than a message to the server may be.</summary>
    [JSInvokable]
    public void OnTooLong()
    {
        _judgements++;
        (_people, _refusal, _isJudging) = ([], ImportErrors.ListTooLong, false);
        StateHasChanged();
    }

    /// <summary>Called by the page's script after a pause in typing.</summary>
    /// <param name="text">The text of the list.</param>
    [JSInvokable]
    public async Task OnTextAsync(string text)
    {
        if (text == _text && _refusal is null)
        {
            return;
        }

        _text = text;
        var judging = JudgeAsync();
        StateHasChanged();
        await judging;
        StateHasChanged();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the module with it.
            }
        }

        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && RendererInfo.IsInteractive && Missing is null)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Invitations/InvitePage.razor.js");
            if (_module is not null)
            {
                await _module.InvokeVoidAsync("follow", _area, PreviewInvitations.MostCharacters, _self);
            }
        }
    }

    /// <inheritdoc/>
    protected override bool CanSubmit() => Ready.Count > 0 && !_isJudging;

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        (_errors, _department.Error) = ([], null);
        var people = Ready.ConvertAll(one => new InvitedPerson(one.Email, one.Name));
        var (roles, department) = (_roles.Order().ToList(), _department.Value.Trim());
        var intention = string.Join('\n', [.. people.Select(one => $"{one}"), .. roles, department]);
        if (_tried.Intention != intention)
        {
            _tried = (intention, Guid.CreateVersion7().ToString());
        }

        var command = new InvitePeople(_tried.ImportId, people, roles, department.Length > 0 ? department : null);
        var reason = string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim();
        if (!(await SendAsync(command, [intention, reason ?? ""], reason)).IsAccepted)
        {
            return;
        }

        if (Left.Count == 0)
        {
            await LeaveAsync(
                $"invitations/lists/{command.ImportId}",
                T(
                    people.Count,
                    "1 person is being invited",
                    $"{Bulk.BulkText.Count(people.Count)} people are being invited"
                )
            );
            return;
        }

        // What has to be corrected stays, and nothing else.
        _sent = (command.ImportId, people.Count);
        _text = string.Join('\n', Left.Select(one => one.Raw));
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("write", _area, _text);
        }

        await JudgeAsync();
    }

    /// <inheritdoc/>
    protected override void Refuse(IReadOnlyList<Error> errors)
    {
        _department.Error = errors.FirstOrDefault(error => error.Field == _department.Name)?.Message;
        _errors = [.. errors.Where(error => error.Field != _department.Name).Select(error => error.Message)];
    }

    private List<InvitationCandidate> Of(InvitationVerdict verdict) =>
        [.. _people.Where(one => one.Verdict == verdict)];

    private async Task JudgeAsync()
    {
        var judgement = ++_judgements;
        if (_text.Trim().Length == 0)
        {
            (_people, _refusal, _isJudging) = ([], null, false);
            return;
        }

        _isJudging = true;
        try
        {
            var answer = await Acting.AskAsync(new PreviewInvitations(_text, [.. _roles.Order()]), Disposal);
            if (judgement == _judgements)
            {
                (_people, _refusal, _isJudging) = (answer.Value ?? [], answer.Refusal, false);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "A list of people to invite could not be judged.");
            if (judgement == _judgements)
            {
                (_people, _isJudging) = ([], false);
                _refusal = new Error(
                    "web.no-answer",
                    T("The program did not answer, so the list is not checked yet. Change it a little to try again.")
                );
            }
        }
    }

    private async Task OnMendAsync((InvitationCandidate Candidate, string Text) mended)
    {
        // The script replaces it only if it still stands there, and then reports the whole text.
        if (_module is not null)
        {
            var (candidate, text) = mended;
            await _module.InvokeVoidAsync("replace", _area, candidate.Start, candidate.Raw, text);
        }
    }

    private async Task OnResendAsync(InvitationCandidate candidate)
    {
        try
        {
            var result = await Acting.SendAsync(new ResendInvitation(candidate.UserId!), cancellationToken: Disposal);
            if (result.IsAccepted)
            {
                _resent.Add(candidate.UserId!);
            }

            Snackbar.Add(
                result.IsAccepted
                    ? Delivery.HasServer
                        ? T($"Invitation sent to {candidate.Email}")
                        : T("A new link was made. Nothing was delivered: no mail server is set")
                    : FromCore(result.Errors[0].Message),
                result.IsAccepted ? MudBlazor.Severity.Success : MudBlazor.Severity.Error
            );
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "An invitation was sent again without an answer.");
            Snackbar.Add(T("The program did not answer. Try again in a moment."), MudBlazor.Severity.Error);
        }
    }
}
