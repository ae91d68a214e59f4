using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>
/// Unique values (names, addresses, external ids) and their owners, looked up for many accounts at once.
/// </summary>
internal sealed class UniqueValues
{
    private readonly ILookupNormalizer _normalizer;
    private readonly Dictionary<(string Field, string Value), ValueOwner> _owners = [];

    private UniqueValues(ILookupNormalizer normalizer) => _normalizer = normalizer;

    /// <summary>Looks up the owners of the values.</summary>
    public static async Task<UniqueValues> ReadAsync(
        WriteContext context,
        IReadOnlyList<CreateUser> accounts,
        ILookupNormalizer normalizer,
        CancellationToken cancellationToken
    )
    {
        var values = new UniqueValues(normalizer);
        // Each list is one JSON parameter. With one parameter per value, every number of rows would be a different
        // statement.
        var (e, n) = (
            accounts.Select(account => normalizer.NormalizeEmail(account.Email)).Distinct().ToArray(),
            accounts.Select(account => normalizer.NormalizeName(account.UserName)).Distinct().ToArray()
        );
        foreach (
            var user in await context
                .Users.AsNoTracking()
                .Where(user => EF.Parameter(e).Contains(user.NormalizedEmail))
                .Select(user => new
                {
                    Owner = new ValueOwner(
                        user.Id,
                        user.Profile == null ? user.UserName! : user.Profile.DisplayName,
                        user.Profile == null,
                        user.Profile != null && user.Profile.DeletedAt != null
                    ),
                    Value = user.NormalizedEmail!,
                })
                .ToListAsync(cancellationToken)
        )
        {
            values._owners[(nameof(User.Email), user.Value)] = user.Owner;
        }

        foreach (
            var user in await context
                .Users.AsNoTracking()
                .Where(user => EF.Parameter(n).Contains(user.NormalizedUserName))
                .Select(user => new
                {
                    Owner = new ValueOwner(
                        user.Id,
                        user.Profile == null ? user.UserName! : user.Profile.DisplayName,
                        user.Profile == null,
                        user.Profile != null && user.Profile.DeletedAt != null
                    ),
                    Value = user.NormalizedUserName!,
                })
                .ToListAsync(cancellationToken)
        )
        {
            values._owners[(nameof(User.UserName), user.Value)] = user.Owner;
        }

        foreach (var field in UserFields.OfProfile.Where(field => field.Editing!.IsUnique))
        {
            await values.ReadProfilesAsync(
                context,
                field,
                [.. accounts.Select(field.Editing!.Of).OfType<string>().Distinct()],
                cancellationToken
            );
        }

        return values;
    }

    private async Task ReadProfilesAsync(
        WriteContext context,
        UserField field,
        string[] wanted,
        CancellationToken cancellationToken
    )
    {
        if (wanted.Length == 0)
        {
            return;
        }

        foreach (
            var profile in await context
                .UserProfiles.AsNoTracking()
                .Where(profile => EF.Parameter(wanted).Contains(EF.Property<string?>(profile, field.Name)))
                .Select(profile => new
                {
                    Owner = new ValueOwner(profile.UserId, profile.DisplayName, false, profile.DeletedAt != null),
                    Value = EF.Property<string?>(profile, field.Name)!,
                })
                .ToListAsync(cancellationToken)
        )
        {
            _owners[(field.Name, profile.Value)] = profile.Owner;
        }
    }

    /// <summary>Returns true if the values of a field must be unique.</summary>
    public static bool IsUnique(string field) => UserFields.Find(field) is { Editing.IsUnique: true };

    /// <summary>Returns the reason why an account cannot have a value, or null.</summary>
    public Error? Refusal(string field, string? value, string userId) =>
        value is null || !_owners.TryGetValue((field, Key(field, value)), out var owner) || owner.UserId == userId
            ? null
            : Taken(UserErrors.TakenOf(UserFields.Named(field)), owner);

    // Owners that can be found in the list are not named, because a file of a million rows may conflict with many of
    // them.
    private static Error Taken(Error plain, ValueOwner owner) =>
        owner.IsForeign || owner.IsDeleted ? UserErrors.Taken(plain, owner) : plain;

    /// <summary>Records that an account has a value.</summary>
    public void Take(string field, string? value, string userId)
    {
        if (value is not null)
        {
            _owners[(field, Key(field, value))] = new ValueOwner(userId, "", IsForeign: false, IsDeleted: false);
        }
    }

    /// <summary>Records that no account has a value any more.</summary>
    public void Free(string field, string? value)
    {
        if (value is not null)
        {
            _owners.Remove((field, Key(field, value)));
        }
    }

    /// <summary>Returns the key by which values are compared: names and addresses ignore case.</summary>
    public string Key(string field, string value) =>
        field switch
        {
            nameof(User.Email) => _normalizer.NormalizeEmail(value),
            nameof(User.UserName) => _normalizer.NormalizeName(value),
            _ => value,
        };
}
