using UserAdmin.EventLog.Sealing;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>A role that an account holds.</summary>
internal sealed record ObservedRole(string RoleId, string Name);

/// <summary>A claim of an account; missing parts are empty.</summary>
internal sealed record ObservedClaim(string ClaimType, [property: Personal] string Value);

/// <summary>An external login of an account.</summary>
internal sealed record ObservedLogin(string Provider, [property: Personal] string ProviderKey, string ProviderName);

/// <summary>A passkey of an account, by its credential id as base64url.</summary>
internal sealed record ObservedPasskey(string PasskeyId, [property: Personal] string Name)
{
    /// <summary>The mark of its public key (<see cref="PasskeyMark"/>); null if it is not known.</summary>
    public string? Key { get; init; }
}

/// <summary>The lockout of an account before and after; null for none, year 9999 for one without an end.</summary>
internal sealed record ObservedLock(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>Returns whether a lockout has no end. Not every database keeps the last moment exactly.</summary>
    public static bool IsEndless(DateTimeOffset? until) => until?.UtcDateTime.Year == DateTime.MaxValue.Year;

    /// <summary>Returns a lockout as text, or null for none.</summary>
    public static string? Text(DateTimeOffset? until) =>
        IsEndless(until) ? "without an end"
        : until is { } moment ? $"until {moment.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
        : null;
}

/// <summary>
/// The state of an account in the stock tables, or as the log knows it, as far as both have it. Secrets are not part of
/// it.
/// </summary>
internal sealed record ObservedAccount
{
    [Personal]
    public string? UserName { get; init; }

    [Personal]
    public string? Email { get; init; }

    public bool EmailConfirmed { get; init; }

    [Personal]
    public string? PhoneNumber { get; init; }

    public bool PhoneNumberConfirmed { get; init; }

    public bool HasPassword { get; init; }

    public bool TwoFactorEnabled { get; init; }

    public int RecoveryCodesLeft { get; init; }

    /// <summary>Until when nobody can sign in; null if that is over, year 9999 for a lockout without an end.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The columns that the application added and that have a value, in the order of the table.</summary>
    public IReadOnlyList<AttributeValue>? Attributes { get; init; }

    public IReadOnlyList<ObservedRole> Roles { get; init; } = [];

    public IReadOnlyList<ObservedClaim> Claims { get; init; } = [];

    public IReadOnlyList<ObservedLogin> Logins { get; init; } = [];

    public IReadOnlyList<ObservedPasskey> Passkeys { get; init; } = [];
}
