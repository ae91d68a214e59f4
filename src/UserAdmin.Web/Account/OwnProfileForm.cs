using UserAdmin.Account.Commands;
using UserAdmin.Users;
using UserAdmin.Web.Forms;
using FormField = UserAdmin.Web.Forms.FormField<UserAdmin.Users.UserRow>;

namespace UserAdmin.Web.Account;

/// <summary>The form of one's own profile.</summary>
internal sealed class OwnProfileForm : MergingForm<UserRow>
{
    public OwnProfileForm()
    {
        All = [DisplayName, GivenName, FamilyName, PhoneNumber, Locale, TimeZone];
        Groups = [new FieldGroup(All)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FormField> All { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldGroup> Groups { get; }

    private FormField DisplayName { get; } =
        new(nameof(UpdateOwnProfile.DisplayName), "Display name", row => row.DisplayName);

    private FormField GivenName { get; } = new(nameof(UpdateOwnProfile.GivenName), "Given name", row => row.GivenName);

    private FormField FamilyName { get; } =
        new(nameof(UpdateOwnProfile.FamilyName), "Family name", row => row.FamilyName);

    private FormField PhoneNumber { get; } =
        new(nameof(UpdateOwnProfile.PhoneNumber), "Phone number", row => row.PhoneNumber);

    private FormField Locale { get; } =
        new(nameof(UpdateOwnProfile.Locale), "Locale", row => row.Locale)
        {
            Hint = "Language tag, such as de-CH; mail to you is in this language",
        };

    private FormField TimeZone { get; } =
        new(nameof(UpdateOwnProfile.TimeZone), "Time zone", row => row.TimeZone) { Hint = "Such as Europe/Berlin" };

    /// <summary>Returns the command that saves the typed values.</summary>
    public UpdateOwnProfile Change() =>
        new(DisplayName.Wanted ?? "", Groups[0].SeenVersion)
        {
            GivenName = GivenName.Wanted,
            FamilyName = FamilyName.Wanted,
            PhoneNumber = PhoneNumber.Wanted,
            Locale = Locale.Wanted,
            TimeZone = TimeZone.Wanted,
        };

    /// <inheritdoc/>
    protected override long VersionOf(UserRow row) => row.Version;
}
