using System.Globalization;
using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Messaging;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Applications;

/// <summary>The form of an application.</summary>
public sealed class ApplicationForm : MergingForm<ApplicationRow>
{
    private readonly FieldGroup _details;
    private readonly FieldGroup _permissions;

    /// <summary>An empty form.</summary>
    public ApplicationForm()
    {
        _details = new([Name, Description, Owner, Addresses, Expiry, Rate]);
        _permissions = new([Granted]);
        (All, Groups) = ([Name, Description, Owner, Addresses, Expiry, Rate, Granted], [_details, _permissions]);
    }

    /// <summary>Its name.</summary>
    public FormField<ApplicationRow> Name { get; } =
        new(nameof(UpdateApplication.Name), T("Name"), row => row.Name)
        {
            Hint = T("What it does stands in the history under this name"),
        };

    /// <summary>What it is for.</summary>
    public FormField<ApplicationRow> Description { get; } =
        new(nameof(UpdateApplication.Description), T("Description"), row => row.Description)
        {
            Hint = T("What the application is for, and where it runs. Optional."),
        };

    /// <summary>The account that answers for it.</summary>
    public AccountField<ApplicationRow> Owner { get; } =
        new(nameof(UpdateApplication.OwnerId), T("Owner"), row => row.OwnerId);

    /// <summary>Where it may be used from.</summary>
    public FormField<ApplicationRow> Addresses { get; } =
        new(
            nameof(UpdateApplication.AllowedAddresses),
            T("Allowed addresses"),
            row => string.Join(' ', row.AllowedAddresses)
        )
        {
            Hint = T(
                "IP addresses and networks such as 203.0.113.7 or 10.0.0.0/8, with spaces between. Empty for any."
            ),
        };

    /// <summary>When it expires.</summary>
    public DayField Expiry { get; } = new();

    /// <summary>How many requests a minute each of its keys may send.</summary>
    public FormField<ApplicationRow> Rate { get; } =
        new(
            nameof(UpdateApplication.RequestsPerMinute),
            T("Request limit"),
            row => row.RequestsPerMinute.ToString(CultureInfo.InvariantCulture)
        )
        {
            Hint = T("For each key: from 1 to 100,000"),
            Default = ApplicationErrors.DefaultRequestsPerMinute.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>The permissions that are ticked.</summary>
    public ChoicesField<ApplicationRow> Granted { get; } =
        new(nameof(CreateApplication.ApplicationPermissions), T("Permissions"), row => row.PermissionNames);

    /// <inheritdoc/>
    public override IReadOnlyList<FormField<ApplicationRow>> All { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldGroup> Groups { get; }

    /// <inheritdoc/>
    public override bool Check()
    {
        if (RateWanted is not null)
        {
            return true;
        }

        ForgetErrors([]);
        Rate.Error = T("Enter a whole number from 1 to 100,000.");
        FocusFirstBad([]);
        return false;
    }

    /// <summary>Returns the command that creates the typed application.</summary>
    public CreateApplication Creation(string applicationId) =>
        new(applicationId, Name.Wanted ?? "", Description.Wanted, Granted.Chosen)
        {
            OwnerId = Owner.Wanted,
            AllowedAddresses = AddressesWanted,
            ExpiresAt = Expiry.At,
            RequestsPerMinute = RateWanted ?? 0,
        };

    /// <summary>Returns the commands that save the changes of an application; none for untouched fields.</summary>
    public IReadOnlyList<ICommand> Changes(string applicationId)
    {
        List<ICommand> commands = [];
        if (_details.IsTouched)
        {
            commands.Add(
                new UpdateApplication(
                    applicationId,
                    Name.Wanted ?? "",
                    Description.Wanted,
                    Owner.Wanted,
                    AddressesWanted,
                    Expiry.At,
                    RateWanted ?? 0,
                    _details.SeenVersion
                )
            );
        }

        if (_permissions.IsTouched)
        {
            commands.Add(new ChangeApplicationPermissions(applicationId, Granted.Chosen, _permissions.SeenVersion));
        }

        return commands;
    }

    /// <inheritdoc/>
    protected override long VersionOf(ApplicationRow row) => row.Version;

    private string[] AddressesWanted =>
        (Addresses.Wanted ?? "").Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private int? RateWanted =>
        int.TryParse(Rate.Wanted, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var rate)
        && rate is >= 1 and <= ApplicationErrors.MostRequestsPerMinute
            ? rate
            : null;
}

/// <summary>The last day on which an application can be used; the value is the moment after it.</summary>
public sealed class DayField()
    : FormField<ApplicationRow>(
        nameof(UpdateApplication.ExpiresAt),
        T("Expires after"),
        row => row.ExpiresAt is { } at ? Text(at) : null
    )
{
    // As the history has it, so that a refusal's value can be compared.
    private const string Format = "yyyy-MM-dd HH:mm:ss 'UTC'";

    /// <summary>The moment; null for none.</summary>
    public DateTimeOffset? At => Wanted is { } text ? Moment(text) : null;

    /// <summary>The last day, as a date field has it; empty for none.</summary>
    public string Day
    {
        get => Value.Length == 0 ? "" : DayOf(Moment(Value));
        set =>
            Value = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var day)
                ? Text(new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))
                : "";
    }

    /// <inheritdoc/>
    public override string Shown(string value) => RelativeTime.Exactly(Moment(value));

    private static string DayOf(DateTimeOffset at) =>
        at.UtcDateTime.AddTicks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
