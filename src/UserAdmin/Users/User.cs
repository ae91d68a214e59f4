using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using UserAdmin.EventLog;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>
/// An account: a stock Identity user with its profile. Its state is changed only in this class, and every change
/// records its event.
/// </summary>
internal sealed partial class User : IdentityUser, IRecordsEvents
{
    private Dictionary<string, object?>? _attributes;

    public UserProfile Profile { get; set; } = null!;

    public List<IEvent> Events { get; } = [];

    /// <summary>
    /// The value of an attribute by its <see cref="AccountAttribute.Name"/>, or null. EF Core reads and writes the
    /// columns that an application added through this.
    /// </summary>
    public object? this[string attribute]
    {
        get => _attributes?.GetValueOrDefault(attribute);
        set => (_attributes ??= [])[attribute] = value;
    }

    public static User Create(
        string id,
        string userName,
        string email,
        UserProfile profile,
        string? phoneNumber,
        string? passwordHash,
        ILookupNormalizer normalizer,
        IReadOnlyList<AttributeValue>? attributes = null,
        FormerAccount? past = null
    )
    {
        var user = new User
        {
            Id = id,
            UserName = userName,
            NormalizedUserName = normalizer.NormalizeName(userName),
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            PhoneNumber = phoneNumber,
            PasswordHash = passwordHash,
            SecurityStamp = NewStamp(),
            ConcurrencyStamp = NewStamp(),
            // Otherwise a stock application would never lock the account, and would let people sign in to a disabled
            // one.
            LockoutEnabled = true,
            Profile = profile,
        };
        profile.UserId = id;
        profile.MarkPassword(passwordHash);
        var created = new UserCreated(
            id,
            userName,
            email,
            profile.DisplayName,
            phoneNumber,
            HasPassword: passwordHash is not null
        )
        {
            Attributes = attributes is { Count: > 0 } ? attributes : null,
            CreatedAt = past?.CreatedAt,
            LastSignInAt = past?.LastSignInAt,
            IsPhoneConfirmed = past is { IsPhoneConfirmed: true } && phoneNumber is not null ? true : null,
        };
        profile.CreatedAt = past?.CreatedAt ?? profile.CreatedAt;
        user.PhoneNumberConfirmed = created.IsPhoneConfirmed is true;
        foreach (var (name, value) in attributes ?? [])
        {
            user[AccountAttribute.Prefix + name] = value;
        }

        foreach (var field in UserFields.Details)
        {
            field.Editing!.InDetails!.Set(created, field.Editing.InProfile!.Get(profile));
        }

        user.Events.Add(created);
        if (past is { IsEmailConfirmed: true })
        {
            user.ConfirmEmail();
        }

        return user;
    }

    /// <summary>Changes the email address. The new one is not confirmed.</summary>
    /// <param name="email">The address.</param>
    /// <param name="normalizer">Normalises the address for look-ups by Identity.</param>
    /// <param name="isTrusted">Whether the person who sets the address is allowed to give access to the account anyway;
    /// see <see cref="UserProfile.EmailNeedsProof"/>.</param>
    public void ChangeEmail(string email, ILookupNormalizer normalizer, bool isTrusted)
    {
        if (email == Email)
        {
            return;
        }

        // The address of an open invitation may be a typing error and belong to a stranger, who must not be notified.
        Events.Add(new UserEmailChanged(Id, Email, email, SendsNotice: !IsInvited));
        (Email, NormalizedEmail, EmailConfirmed) = (email, normalizer.NormalizeEmail(email), false);
        Profile.EmailNeedsProof = !isTrusted;
        RotateSecurityStamp();
    }

    public void ChangeName(string userName, ILookupNormalizer normalizer)
    {
        if (userName == UserName)
        {
            return;
        }

        Events.Add(new UserNameChanged(Id, UserName ?? "", userName));
        (UserName, NormalizedUserName) = (userName, normalizer.NormalizeName(userName));
        RotateSecurityStamp();
    }

    public void ChangePhone(string? phoneNumber)
    {
        if (phoneNumber == PhoneNumber)
        {
            return;
        }

        Events.Add(new UserPhoneChanged(Id, PhoneNumber, phoneNumber));
        (PhoneNumber, PhoneNumberConfirmed) = (phoneNumber, false);
        RotateSecurityStamp();
    }

    /// <summary>Sets the given profile fields and attributes and leaves the others unchanged.</summary>
    public void UpdateProfile(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var changes = new List<FieldChange>();
        foreach (var (field, value) in fields)
        {
            var isAttribute = field.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal);
            var before = isAttribute ? (string?)this[field] : Profile[field];
            if (before == value)
            {
                continue;
            }

            changes.Add(new FieldChange(field, before, value));
            if (isAttribute)
            {
                this[field] = value;
            }
            else
            {
                Profile[field] = value;
            }
        }

        if (changes.Count > 0)
        {
            Events.Add(new UserProfileChanged(Id, changes));
            ConcurrencyStamp = NewStamp();
        }
    }

    public void RoleAssigned(Role role)
    {
        Events.Add(new UserRoleAssigned(Id, role.Id, role.Name!));
        ConcurrencyStamp = NewStamp();
    }

    public void RoleRemoved(Role role)
    {
        Events.Add(new UserRoleRemoved(Id, role.Id, role.Name!));
        // Identity does not rotate the stamp when a role is removed, so the role would remain in existing cookies.
        RotateSecurityStamp();
    }

    private void RotateSecurityStamp() => (SecurityStamp, ConcurrencyStamp) = (NewStamp(), NewStamp());

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}
