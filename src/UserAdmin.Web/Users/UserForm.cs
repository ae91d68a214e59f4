using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Forms;
using FormField = UserAdmin.Web.Forms.FormField<UserAdmin.Users.UserRow>;

namespace UserAdmin.Web.Users;

/// <summary>What is being typed about a user.</summary>
internal sealed class UserForm : MergingForm<UserRow>
{
    public UserForm()
    {
        Groups =
        [
            new([DisplayName, GivenName, FamilyName, JobTitle, Department, Locale, TimeZone, ExternalId]),
            new([UserName]),
            new([Email]),
            new([PhoneNumber]),
        ];
        Details = [GivenName, FamilyName, JobTitle, Department, PhoneNumber, Locale, TimeZone, ExternalId];
        All =
        [
            DisplayName,
            UserName,
            Email,
            PhoneNumber,
            GivenName,
            FamilyName,
            JobTitle,
            Department,
            Locale,
            TimeZone,
            ExternalId,
        ];
    }

    public FormField DisplayName { get; } = new(nameof(CreateUser.DisplayName), "Display name", row => row.DisplayName);

    public FormField UserName { get; } = new(nameof(CreateUser.UserName), "User name", row => row.UserName);

    public FormField Email { get; } = new(nameof(CreateUser.Email), "Email", row => row.Email);

    public FormField PhoneNumber { get; } = new(nameof(CreateUser.PhoneNumber), "Phone number", row => row.PhoneNumber);

    public FormField GivenName { get; } = new(nameof(CreateUser.GivenName), "Given name", row => row.GivenName);

    public FormField FamilyName { get; } = new(nameof(CreateUser.FamilyName), "Family name", row => row.FamilyName);

    public FormField JobTitle { get; } = new(nameof(CreateUser.JobTitle), "Job title", row => row.JobTitle);

    public FormField Department { get; } = new(nameof(CreateUser.Department), "Department", row => row.Department);

    public FormField Locale { get; } =
        new(nameof(CreateUser.Locale), "Locale", row => row.Locale) { Hint = "Language tag, such as de-CH" };

    public FormField TimeZone { get; } =
        new(nameof(CreateUser.TimeZone), "Time zone", row => row.TimeZone) { Hint = "Such as Europe/Berlin" };

    public FormField ExternalId { get; } =
        new(nameof(CreateUser.ExternalId), "External id", row => row.ExternalId)
        {
            Hint = "Unique key in the system the person comes from",
        };

    /// <inheritdoc/>
    public override IReadOnlyList<FormField> All { get; }

    /// <summary>The fields that may stay empty.</summary>
    public IReadOnlyList<FormField> Details { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldGroup> Groups { get; }

    private FieldGroup Profile => Groups[0];

    /// <summary>The command that makes the account that is typed.</summary>
    public CreateUser Creation(string userId, string password) =>
        new(userId, UserName.Wanted ?? "", Email.Wanted ?? "", DisplayName.Wanted ?? "")
        {
            GivenName = GivenName.Wanted,
            FamilyName = FamilyName.Wanted,
            JobTitle = JobTitle.Wanted,
            Department = Department.Wanted,
            PhoneNumber = PhoneNumber.Wanted,
            Locale = Locale.Wanted,
            TimeZone = TimeZone.Wanted,
            ExternalId = ExternalId.Wanted,
            Password = password.Length == 0 ? null : password,
        };

    /// <summary>
    /// The commands that make the account what is typed: one for each kind of change, none for what was not touched.
    /// </summary>
    public IReadOnlyList<ICommand> Changes(string userId)
    {
        List<ICommand> commands = [];
        if (Profile.IsTouched)
        {
            commands.Add(
                new UpdateUserProfile(userId, DisplayName.Wanted ?? "", Profile.SeenVersion)
                {
                    GivenName = GivenName.Wanted,
                    FamilyName = FamilyName.Wanted,
                    JobTitle = JobTitle.Wanted,
                    Department = Department.Wanted,
                    Locale = Locale.Wanted,
                    TimeZone = TimeZone.Wanted,
                    ExternalId = ExternalId.Wanted,
                }
            );
        }

        if (UserName.IsTouched)
        {
            commands.Add(new ChangeUserName(userId, UserName.Wanted ?? "", SeenVersionOf(UserName)));
        }

        if (Email.IsTouched)
        {
            commands.Add(new ChangeUserEmail(userId, Email.Wanted ?? "", SeenVersionOf(Email)));
        }

        if (PhoneNumber.IsTouched)
        {
            commands.Add(new ChangeUserPhone(userId, PhoneNumber.Wanted, SeenVersionOf(PhoneNumber)));
        }

        return commands;
    }

    /// <inheritdoc/>
    protected override long VersionOf(UserRow row) => row.Version;
}
