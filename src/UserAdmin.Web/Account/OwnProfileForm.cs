using UserAdmin.Account.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Users;
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

    private FormField DisplayName { get; } = For(nameof(UpdateOwnProfile.DisplayName));

    private FormField GivenName { get; } = For(nameof(UpdateOwnProfile.GivenName));

    private FormField FamilyName { get; } = For(nameof(UpdateOwnProfile.FamilyName));

    private FormField PhoneNumber { get; } = For(nameof(UpdateOwnProfile.PhoneNumber));

    private FormField Locale { get; } =
        For(nameof(UpdateOwnProfile.Locale), Marked("Language tag, such as de-CH; mail to you is in this language"));

    private FormField TimeZone { get; } = For(nameof(UpdateOwnProfile.TimeZone));

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

    private static FormField For(string name, string? hint = null) => UserForm.FieldFor(UserFields.Named(name), hint);

    /// <inheritdoc/>
    protected override long VersionOf(UserRow row) => row.Version;
}
