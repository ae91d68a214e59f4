using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>
/// Names, addresses and external ids that only one account can have, looked up for many accounts at once, and whose
/// they are.
/// </summary>
internal sealed class UniqueValues
{
    private readonly ILookupNormalizer _normalizer;
    private readonly Dictionary<(string Field, string Value), ValueOwner> _owners = [];

    private UniqueValues(ILookupNormalizer normalizer) => _normalizer = normalizer;

    /// <summary>Finds whose the values are.</summary>
    public static async Task<UniqueValues> ReadAsync(
        WriteContext context,
        IEnumerable<string> emails,
        IEnumerable<string> userNames,
        IEnumerable<string?> externalIds,
        ILookupNormalizer normalizer,
        CancellationToken cancellationToken
    )
    {
        var values = new UniqueValues(normalizer);
        // As one JSON parameter each: as one parameter a value, a thousand rows would be a statement of their own every
        // time.
        var (e, n, x) = (
            emails.Select(normalizer.NormalizeEmail).Distinct().ToArray(),
            userNames.Select(normalizer.NormalizeName).Distinct().ToArray(),
            externalIds.OfType<string>().Distinct().ToArray()
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

        if (x.Length > 0)
        {
            foreach (
                var profile in await context
                    .UserProfiles.AsNoTracking()
                    .Where(profile => EF.Parameter(x).Contains(profile.ExternalId))
                    .Select(profile => new
                    {
                        Owner = new ValueOwner(profile.UserId, profile.DisplayName, false, profile.DeletedAt != null),
                        Value = profile.ExternalId!,
                    })
                    .ToListAsync(cancellationToken)
            )
            {
                values._owners[(nameof(UserProfile.ExternalId), profile.Value)] = profile.Owner;
            }
        }

        return values;
    }

    /// <summary>Whether only one account can have the value of a field.</summary>
    public static bool IsUnique(string field) =>
        field is nameof(User.Email) or nameof(User.UserName) or nameof(UserProfile.ExternalId);

    /// <summary>Why an account cannot have a value, or null.</summary>
    public Error? Refusal(string field, string? value, string userId) =>
        value is null || !_owners.TryGetValue((field, Key(field, value)), out var owner) || owner.UserId == userId
            ? null
            : Taken(
                field switch
                {
                    nameof(User.Email) => UserErrors.EmailTaken,
                    nameof(User.UserName) => UserErrors.UserNameTaken,
                    _ => UserErrors.ExternalIdTaken,
                },
                owner
            );

    // An owner that people can find in the list is not named: a file of a million rows may meet many of them.
    private static Error Taken(Error plain, ValueOwner owner) =>
        owner.IsForeign || owner.IsDeleted ? UserErrors.Taken(plain, owner) : plain;

    /// <summary>Gives a value to an account.</summary>
    public void Take(string field, string? value, string userId)
    {
        if (value is not null)
        {
            _owners[(field, Key(field, value))] = new ValueOwner(userId, "", IsForeign: false, IsDeleted: false);
        }
    }

    /// <summary>Takes a value from whoever has it.</summary>
    public void Free(string field, string? value)
    {
        if (value is not null)
        {
            _owners.Remove((field, Key(field, value)));
        }
    }

    /// <summary>A value as it is compared: names and addresses whatever their case.</summary>
    public string Key(string field, string value) =>
        field switch
        {
            nameof(User.Email) => _normalizer.NormalizeEmail(value),
            nameof(User.UserName) => _normalizer.NormalizeName(value),
            _ => value,
        };
}
