using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Account;

/// <summary>What people type about themselves, brought together with what administrators change meanwhile.</summary>
internal sealed class OwnProfileForm
{
    private readonly FieldGroup _group;
    private long _rowVersion = -1;
    private long _readAt = -1;

    public OwnProfileForm()
    {
        All = [DisplayName, GivenName, FamilyName, PhoneNumber, Locale, TimeZone];
        _group = new FieldGroup(All);
    }

    /// <summary>Every field, in the order of the form.</summary>
    public IReadOnlyList<FormField> All { get; }

    /// <summary>Refusals that no field of the form is to blame for.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    public bool IsDirty => _group.IsTouched;

    /// <summary>
    /// Whether a version was acknowledged that the merged row has not reached; saving now would be refused again.
    /// </summary>
    public bool IsBehind => All.Any(one => one.KnownAt > _readAt);

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

    /// <summary>
    /// Takes a newer row in. Untouched fields follow it, typed text stays, a field that both changed becomes a
    /// question.
    /// </summary>
    public void Merge(UserRow row, long position)
    {
        var isFirst = _rowVersion < 0;
        (_rowVersion, _readAt) = (
            Math.Max(_rowVersion, row.Version),
            Math.Max(_readAt, Math.Max(position, row.Version))
        );
        foreach (var field in All)
        {
            field.Merge(row, isFirst);
        }

        Settle();
    }

    /// <summary>Insists on what is typed: the next save overwrites the other's value knowingly.</summary>
    public void KeepMine(FormField field)
    {
        field.Overtaken = null;
        Settle();
    }

    /// <summary>Gives up what is typed for the other's value.</summary>
    public void TakeTheirs(FormField field)
    {
        field.Value = field.Overtaken?.Theirs ?? field.Current;
        KeepMine(field);
    }

    /// <summary>Back to what stands in the account.</summary>
    public void Discard()
    {
        foreach (var field in All)
        {
            (field.Value, field.Error, field.Overtaken) = (field.Current, null, null);
        }

        Errors = [];
        Settle();
    }

    /// <summary>The command that makes the account what is typed.</summary>
    public UpdateOwnProfile Change() =>
        new(DisplayName.Wanted ?? "", _group.SeenVersion)
        {
            GivenName = GivenName.Wanted,
            FamilyName = FamilyName.Wanted,
            PhoneNumber = PhoneNumber.Wanted,
            Locale = Locale.Wanted,
            TimeZone = TimeZone.Wanted,
        };

    public void Refuse(IReadOnlyList<Error> errors)
    {
        List<string> general = [];
        foreach (var field in All)
        {
            field.Error = null;
        }

        foreach (var error in errors)
        {
            switch (All.FirstOrDefault(field => field.Name == error.Field), error)
            {
                case (null, _):
                    general.Add(error.Message);
                    break;
                case ({ } field, StaleEdit stale):
                    field.Overtake(new OvertakenField(stale.Current, stale.ChangedBy, stale.ChangedAt, stale.Version));
                    break;
                case ({ } field, _):
                    field.Error = error.Message;
                    break;
            }
        }

        if (errors.Any(error => error is StaleEdit))
        {
            general.Add(
                "Nothing was saved: somebody else changed a field while you were editing. Choose which "
                    + "text to keep, then save again."
            );
        }

        Errors = general;
        if (All.FirstOrDefault(field => field.IsBad) is { } first)
        {
            first.WantsFocus = true;
        }

        Settle();
    }

    public void Saved(IReadOnlyDictionary<FormField, string> sent)
    {
        foreach (var (field, value) in sent)
        {
            field.Saved(value);
        }

        Errors = [];
        foreach (var field in All)
        {
            field.Error = null;
        }
    }

    private void Settle() => _group.Settle(_rowVersion, _readAt);
}
