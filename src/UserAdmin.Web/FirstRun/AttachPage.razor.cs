using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Attaching;
using UserAdmin.Storage;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.FirstRun;

/// <summary>
/// For whoever has the one-time link of the first run: looks at the database of an application, shows what was found,
/// and attaches the console to it on a yes.
/// </summary>
public sealed partial class AttachPage(IFirstAdministratorSetup setup, NavigationManager navigation)
{
    private const int LongestConnection = 2000;
    private const int LongestSchema = 63;

    private Step _step;
    private string? _refusal;
    private string? _error;
    private LookedAt? _lookedAt;

    [Inject]
    private FirstAttachment Attachment { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "attach")]
    private Typed? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    // The report that the address names.
    [SupplyParameterFromQuery]
    private string? Found { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = default!;

    private string AttachAndRead =>
        T(
            _lookedAt!.Found.Counts[IdentityTableKind.Users],
            "Attach and read 1 account",
            $"Attach and read {_lookedAt!.Found.Counts[IdentityTableKind.Users]:N0} accounts"
        );

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Form ??= new Typed();
        // The address contains the token.
        Http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (
            !await setup.IsNeededAsync(Http.RequestAborted)
            || !SetUpLink.IsToken(setup, Token)
            || (Attachment.Run is null && !Attachment.IsPossible)
        )
        {
            // That page says what is wrong, or goes on.
            navigation.NavigateTo(SetUpLink.Of(Token));
            return;
        }

        if (Attachment.Run is { } run)
        {
            (_step, _error) = run.Failure is null ? (Step.Run, null) : (Step.Ask, AttachWords.Of(run.Failure));
        }

        if (_step == Step.Ask && (_refusal = await Attachment.RefusalAsync(Http)) is not null)
        {
            _step = Step.Refused;
        }

        if (_step == Step.Ask && (_lookedAt = Attachment.Find(Found)) is not null)
        {
            _step = Step.Report;
        }
    }

    private async Task OnSubmitAsync()
    {
        if (_step is Step.Refused or Step.Run)
        {
            return;
        }

        if (Form!.LookedAt is { Length: > 0 } chosen)
        {
            if (Attachment.Begin(chosen))
            {
                navigation.NavigateTo(SetUpLink.AttachOf(Token));
                return;
            }

            (_step, _error) = (Step.Ask, T("Another database was looked at since, or this page is old. Look again."));
            return;
        }

        _step = Step.Ask;
        if (Refused(Form, out var choices) is { } refusal)
        {
            _error = refusal;
            return;
        }

        var (found, reason) = await Attachment.LookAsync(Form.Connection!.Trim(), choices, Http.RequestAborted);
        if (found is null)
        {
            _error = AttachWords.Of(reason!);
            return;
        }

        navigation.NavigateTo($"{SetUpLink.AttachOf(Token)}&found={found.Id}");
    }

    private static string? Refused(Typed form, out ExaminationOptions choices)
    {
        choices = new(string.IsNullOrWhiteSpace(form.Schema) ? null : form.Schema.Trim(), KeysOf(form.Keys));
        return string.IsNullOrWhiteSpace(form.Connection) ? T("Enter the connection string of the application.")
            : form.Connection.Length > LongestConnection ? T("The connection string is too long.")
            : choices.Schema?.Length > LongestSchema ? T("The name of the schema is too long.")
            : choices.Keys is null && form.Keys is { Length: > 0 } ? T("Keys are text or UUIDs.")
            : null;
    }

    private static IdentityKey? KeysOf(string? text) =>
        text switch
        {
            "text" => IdentityKey.Text,
            "uuid" => IdentityKey.Uuid,
            _ => null,
        };

    private enum Step
    {
        Ask,
        Report,
        Run,
        Refused,
    }

    /// <summary>The form's input.</summary>
    public sealed class Typed
    {
        /// <summary>The connection string; never sent back to the browser.</summary>
        public string? Connection { get; set; }

        /// <summary>The schema of the tables.</summary>
        public string? Schema { get; set; }

        /// <summary>What the keys are, if that was chosen.</summary>
        public string? Keys { get; set; }

        /// <summary>The database to attach to, which was looked at before.</summary>
        public string? LookedAt { get; set; }
    }
}
