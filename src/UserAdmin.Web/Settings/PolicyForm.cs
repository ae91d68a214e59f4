using System.Globalization;
using UserAdmin.Policies;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Settings;

/// <summary>The form of the settings page.</summary>
internal sealed class PolicyForm : MergingForm<PolicyRow>
{
    /// <summary>The heading above the fields about signing in.</summary>
    public const string SigningIn = "Signing in";

    private static readonly string _kept = Marked("What is kept");

    private static readonly string[] _lockout = [nameof(Policy.MaxFailedSignIns), nameof(Policy.LockoutMinutes)];

    /// <summary>Creates the form.</summary>
    /// <param name="hasHostLockout">Whether the application that the console lives in locks accounts by its own
    /// rules; then those of the policy have no effect and are left out.</param>
    public PolicyForm(bool hasHostLockout = false)
    {
        Fields = [.. _all.Where(field => !hasHostLockout || Array.IndexOf(_lockout, field.Name) < 0)];
        Groups = [new FieldGroup(Fields)];
    }

    private readonly PolicyField[] _all =
    [
        new(
            nameof(Policy.MinPasswordLength),
            Marked("Passwords"),
            Marked("Minimum password length"),
            Marked("characters"),
            8,
            64
        )
        {
            Hint = Marked(
                "8 to 64. Only length counts; there are no rules about kinds of characters (NIST SP 800-63B)."
            ),
        },
        new(
            nameof(Policy.ChecksBreachedPasswords),
            Marked("Passwords"),
            Marked("Refuse passwords known from breaches")
        ),
        new(
            nameof(Policy.TemporaryPasswordDays),
            Marked("Passwords"),
            Marked("A temporary password works for"),
            Marked("days"),
            1,
            30
        ),
        new(
            nameof(Policy.AdministratorsNeedSecondFactor),
            SigningIn,
            Marked("Require a second factor or a passkey from everyone with a permission here")
        )
        {
            Hint = Marked("Anyone without one has to set it up before doing anything else, including you."),
        },
        new(
            nameof(Policy.MaxFailedSignIns),
            SigningIn,
            Marked("Lock an account after"),
            Marked("failed sign-ins"),
            3,
            100
        ),
        new(nameof(Policy.LockoutMinutes), SigningIn, Marked("Keep it locked for"), Marked("minutes"), 1, 1440),
        new(nameof(Policy.SessionHours), SigningIn, Marked("A session lasts"), Marked("hours"), 1, 720)
        {
            Hint = Marked("For sessions that begin from now on."),
        },
        new(
            nameof(Policy.InvitationDays),
            Marked("Links and deleted accounts"),
            Marked("An invitation can be accepted for"),
            Marked("days"),
            1,
            90
        ),
        new(
            nameof(Policy.LinkHours),
            Marked("Links and deleted accounts"),
            Marked("Links to reset a password or confirm an email work for"),
            Marked("hours"),
            1,
            72
        ),
        new(
            nameof(Policy.RestoreDays),
            Marked("Links and deleted accounts"),
            Marked("A deleted account can be restored for"),
            Marked("days"),
            1,
            365
        )
        {
            Hint = Marked("For accounts that are deleted from now on."),
        },
        new(
            nameof(Policy.SignInRetentionDays),
            _kept,
            Marked("Details of sign-ins are kept for"),
            Marked("days"),
            0,
            3650
        )
        {
            Hint = Marked(
                "30 to 3,650, or 0 for ever. After that, the history still says when somebody signed in, but not with "
                    + "which device or how, and nobody can bring that back."
            ),
        },
        new(nameof(Policy.AddressRetentionDays), _kept, Marked("IP addresses are kept for"), Marked("days"), 0, 3650)
        {
            Hint = Marked(
                "30 to 3,650, or 0 for ever. For addresses in the history and the activity, and for refused attempts."
            ),
        },
    ];

    /// <summary>Every field, in the order of the page.</summary>
    public IReadOnlyList<PolicyField> Fields { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<FormField<PolicyRow>> All => Fields;

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldGroup> Groups { get; }

    /// <inheritdoc/>
    public override bool Check()
    {
        ForgetErrors([]);
        foreach (var field in Fields.Where(field => field is { IsTouched: true, IsNumber: false }))
        {
            field.Error = T($"Enter a whole number between {field.Least} and {field.Most}.");
        }

        FocusFirstBad([]);
        return Fields.All(field => field.Error is null);
    }

    /// <summary>Returns the policy with the typed values.</summary>
    public Policy Wanted(Policy current)
    {
        var wanted = current with { };
        foreach (var field in Fields)
        {
            field.Write(wanted);
        }

        return wanted;
    }

    /// <summary>The version that the command sends as seen.</summary>
    public long SeenVersion => Groups[0].SeenVersion;

    /// <inheritdoc/>
    protected override long VersionOf(PolicyRow row) => row.Version;

    /// <inheritdoc/>
    protected override (string By, DateTimeOffset At)? LastChange(PolicyRow row) => (row.ChangedBy, row.ChangedAt);
}

/// <summary>One field of the policy, as text.</summary>
/// <param name="name">Name of the property of <see cref="Policy"/>.</param>
/// <param name="section">The heading above it.</param>
/// <param name="label">The label that people see.</param>
/// <param name="unit">The unit of the number; null for a switch.</param>
/// <param name="least">Least number.</param>
/// <param name="most">Greatest number.</param>
internal sealed class PolicyField(
    string name,
    string section,
    string label,
    string? unit = null,
    int least = 0,
    int most = 0
) : FormField<PolicyRow>(name, label, row => Read(name, row.Policy))
{
    public string Section { get; } = section;

    public string? Unit { get; } = unit;

    public int Least { get; } = least;

    public int Most { get; } = most;

    public bool IsSwitch => Unit is null;

    /// <summary>Whether the typed value is valid; a switch always is.</summary>
    public bool IsNumber => IsSwitch || TryParse(Wanted, out _);

    public override string Shown(string value) =>
        !IsSwitch ? base.Shown(value)
        : value == bool.TrueString ? T("“on”")
        : T("“off”");

    /// <summary>Writes the typed value into a policy.</summary>
    public void Write(Policy policy)
    {
        object value =
            IsSwitch ? Wanted == bool.TrueString
            : TryParse(Wanted, out var number) ? number
            : 0;
        typeof(Policy).GetProperty(Name)!.SetValue(policy, value);
    }

    private static bool TryParse(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string? Read(string name, Policy policy) =>
        Convert.ToString(typeof(Policy).GetProperty(name)!.GetValue(policy), CultureInfo.InvariantCulture);
}
