using System.Globalization;
using FluentValidation;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage;

/// <summary>
/// Makes keys for accounts and roles that a sender is about to create: UUIDs of version 7, or the next numbers of the
/// application whose database is attached. Nothing is created, and an unused key is never used again.
/// </summary>
public interface INewKeys
{
    /// <summary>Returns keys for new accounts.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<string>> OfUsersAsync(int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Returns a key for a new role.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<string> OfRoleAsync(CancellationToken cancellationToken = default);
}

/// <inheritdoc/>
internal sealed class KeyMaker(DatabaseLayout layout, INumberKeys numbers, TimeProvider time) : INewKeys
{
    public Task<IReadOnlyList<string>> OfUsersAsync(int count, CancellationToken cancellationToken) =>
        TakeAsync(IdentityTableKind.Users, count, cancellationToken);

    public async Task<string> OfRoleAsync(CancellationToken cancellationToken)
    {
        var key = (await TakeAsync(IdentityTableKind.Roles, 1, cancellationToken))[0];
        return NewKeys.HasNumbers(layout) ? AccountKeys.Role + key : key;
    }

    private async Task<IReadOnlyList<string>> TakeAsync(
        IdentityTableKind kind,
        int count,
        CancellationToken cancellationToken
    ) =>
        NewKeys.HasNumbers(layout)
            ? await numbers.TakeAsync(kind, count, cancellationToken)
            : [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7(time.GetUtcNow()).ToString())];
}

/// <summary>The rules for the keys of what is new.</summary>
internal static class NewKeys
{
    private const int LongestForeign = 128;
    private const int LongWord = 20;

    /// <summary>Requires the key of a new account, as this database has them.</summary>
    public static void MustBeNewUserKey<T>(this IRuleBuilderInitial<T, string> rule, DatabaseLayout layout) =>
        rule.Must(key => HasNumbers(layout) ? IsNumber(key, layout.Key) : IsUuid(key)).Coded(layout);

    /// <summary>Whether accounts of another system can keep their keys, whatever these look like.</summary>
    public static bool CanBeForeign(DatabaseLayout layout) => layout.Key is IdentityKey.Text;

    /// <summary>
    /// Whether a text can be the key of an account of another system: letters, digits and <c>. _ | @ = + ~ -</c>, at
    /// most 128, the first one a letter or digit. Words without a digit are none, because they are the names of pages
    /// and of what is no account (docs/decisions/0096).
    /// </summary>
    public static bool IsForeign(string key) =>
        key.Length is > 0 and <= LongestForeign
        && char.IsAsciiLetterOrDigit(key[0])
        && key.All(letter => char.IsAsciiLetterOrDigit(letter) || "._|@=+~-".Contains(letter, StringComparison.Ordinal))
        && (key.Length >= LongWord || key.Any(char.IsAsciiDigit));

    /// <summary>Requires the key of an account that another system made, as this database has them.</summary>
    public static void MustBeImportedUserKey<T>(this IRuleBuilderInitial<T, string> rule, DatabaseLayout layout) =>
        rule.Must(key =>
                HasNumbers(layout) ? IsNumber(key, layout.Key)
                : layout.Key is IdentityKey.Uuid ? Guid.TryParseExact(key, "D", out _)
                : IsForeign(key)
            )
            .WithErrorCode("id.foreign")
            .WithMessage(
                HasNumbers(layout)
                    ? "The keys of this database are numbers, and this id is not one. Import it as the external id."
                : layout.Key is IdentityKey.Uuid
                    ? "The keys of this database are UUIDs, and this id is not one. Import it as the external id."
                : "An id that becomes the key of an account has at most 128 letters, digits and . _ | @ = + ~ - and "
                    + "at least one digit. Import it as the external id."
            );

    /// <summary>Requires the key of a new role, as this database has them.</summary>
    public static void MustBeNewRoleKey<T>(this IRuleBuilderInitial<T, string> rule, DatabaseLayout layout) =>
        rule.Must(key =>
                !HasNumbers(layout)
                    ? IsUuid(key)
                    : key.StartsWith(AccountKeys.Role, StringComparison.Ordinal)
                        && IsNumber(key[AccountKeys.Role.Length..], layout.Key)
            )
            .Coded(layout);

    /// <summary>Returns a key that could be one of a new account, and is none.</summary>
    public static string Example(DatabaseLayout layout) =>
        HasNumbers(layout) ? "1" : "00000000-0000-7000-8000-000000000000";

    private static void Coded<T>(this IRuleBuilderOptions<T, string> rule, DatabaseLayout layout) =>
        rule.WithErrorCode("id.invalid")
            .WithMessage(
                HasNumbers(layout)
                    ? "The keys of this database are numbers: the id of something new has to be the next one."
                    : "The id of something new has to be a UUID of version 7 in lower case."
            );

    private static bool IsUuid(string text) =>
        Guid.TryParseExact(text, "D", out var id) && id.Version == 7 && text == id.ToString("D");

    private static bool IsNumber(string text, IdentityKey key) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number > 0
        && (key is IdentityKey.BigInt || number <= int.MaxValue)
        && text == number.ToString(CultureInfo.InvariantCulture);

    internal static bool HasNumbers(DatabaseLayout layout) => layout.Key is IdentityKey.Int or IdentityKey.BigInt;
}
