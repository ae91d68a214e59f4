using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

internal sealed record UserCreated(
    string UserId,
    [property: Personal] string UserName,
    [property: Personal] string Email,
    [property: Personal] string DisplayName,
    [property: Personal] string? PhoneNumber,
    bool HasPassword
) : UserDetails, IBeginsSubject, IBeginsAccount
{
    /// <summary>When the account was created in the system that it was imported from; null if here and now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the person last signed in to the system that the account was imported from.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>Whether the phone number was confirmed in the system that the account was imported from.</summary>
    public bool? IsPhoneConfirmed { get; init; }

    public string SubjectId => UserId;

    public string Describe() => HasPassword ? "Account created with a password" : "Account created";

    public IReadOnlyList<FieldChange> Changes
    {
        get
        {
            var changes = new List<FieldChange>(UserFields.Edited.Count);
            foreach (var edited in UserFields.Edited)
            {
                if (edited.Editing!.InCreated.Get(this) is { } value)
                {
                    changes.Add(new FieldChange(edited.Name, null, value));
                }
            }

            changes.AddRange(
                new[] { (nameof(UserRow.CreatedAt), CreatedAt), (nameof(UserRow.LastSignInAt), LastSignInAt) }
                    .Where(moment => moment.Item2 is not null)
                    .Select(moment => new FieldChange(moment.Item1, null, moment.Item2!.Value.ToString("u")))
            );
            changes.AddRange(
                (Attributes ?? [])
                    .Where(attribute => attribute.Value is not null)
                    .Select(attribute => new FieldChange(
                        AccountAttribute.Prefix + attribute.Name,
                        null,
                        attribute.Value
                    ))
            );
            return changes;
        }
    }
}

internal sealed record UserEmailChanged(
    string UserId,
    [property: Personal] string? From,
    [property: Personal] string To,
    bool SendsNotice = false
) : IEndsSessions, ISendsMail
{
    public string SubjectId => UserId;

    public string Describe() => "Email changed";

    // Sent to the old address, because the person who loses the account must be told. Events from before the field
    // SendsNotice existed order no mail.
    public MailOrder? Mail => From is null || !SendsNotice ? null : new(MailKind.EmailChanged, From);

    public IReadOnlyList<FieldChange> Changes => [new(nameof(ChangeUserEmail.Email), From, To)];
}

internal sealed record UserNameChanged(string UserId, [property: Personal] string From, [property: Personal] string To)
    : IEndsSessions
{
    public string SubjectId => UserId;

    public string Describe() => "User name changed";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(ChangeUserName.UserName), From, To)];
}

internal sealed record UserPhoneChanged(
    string UserId,
    [property: Personal] string? From,
    [property: Personal] string? To
) : IEndsSessions
{
    public string SubjectId => UserId;

    public string Describe() => To is null ? "Phone number removed" : "Phone number changed";

    public IReadOnlyList<FieldChange> Changes => [new(nameof(ChangeUserPhone.PhoneNumber), From, To)];
}

internal sealed record UserProfileChanged(string UserId, IReadOnlyList<FieldChange> Changes) : IEvent, IChangesAccess
{
    public string SubjectId => UserId;

    public string Describe() => "Profile changed";
}

internal sealed record UserExternalIdSet(
    string UserId,
    string ApplicationId,
    [property: Personal] string? From,
    [property: Personal] string? To
) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => To is null ? "Id at the application removed" : "Id at the application set";

    // Not the account's own external id, with which a form would merge it.
    public IReadOnlyList<FieldChange> Changes => [new("ClientExternalId", From, To)];
}
