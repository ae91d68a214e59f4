namespace UserAdmin.Users;

/// <summary>What is known of an account from the system that it was imported from.</summary>
/// <param name="CreatedAt">When it was created, or null.</param>
/// <param name="LastSignInAt">When the person last signed in, or null.</param>
/// <param name="IsEmailConfirmed">Whether the address is known to be the person's.</param>
/// <param name="IsPhoneConfirmed">Whether the phone number is.</param>
internal sealed record FormerAccount(
    DateTimeOffset? CreatedAt,
    DateTimeOffset? LastSignInAt,
    bool IsEmailConfirmed,
    bool IsPhoneConfirmed
)
{
    /// <summary>Nothing is known.</summary>
    public static FormerAccount Unknown { get; } = new(null, null, false, false);
}
