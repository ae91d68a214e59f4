namespace UserAdmin.Users.Index;

/// <content>What is kept of each user.</content>
#pragma warning disable CA1001 // As in the other part.
internal sealed partial class UserIndex
#pragma warning restore CA1001
{
    public KeyColumn Keys { get; } = new();

    public TextColumn Texts { get; } = new();

    public CodeColumn Roles { get; } = new();

    public CodeColumn GivenNames { get; } = new();

    public CodeColumn FamilyNames { get; } = new();

    public CodeColumn JobTitles { get; } = new();

    public CodeColumn Departments { get; } = new();

    public CodeColumn Locales { get; } = new();

    public CodeColumn TimeZones { get; } = new();

    public CodeColumn Logins { get; } = new();

    public MomentColumn Created { get; } = new();

    public MomentColumn Changed { get; } = new();

    public MomentColumn SignedIn { get; } = new();

    public MomentColumn Expires { get; } = new();

    public NarrowColumn PasskeyCounts { get; } = new();

    /// <summary>Until when those of <see cref="EverLocked"/> are locked, exactly: they are few.</summary>
    public Dictionary<int, DateTimeOffset> LockedUntil { get; } = [];

    /// <summary>All users there are, the deleted ones included.</summary>
    public BitSet All { get; } = new();

    public BitSet Deleted { get; } = new();

    public BitSet Disabled { get; } = new();

    public BitSet Invited { get; } = new();

    /// <summary>Those with a moment until which they are locked, be it over or not.</summary>
    public BitSet EverLocked { get; } = new();

    public BitSet TwoFactor { get; } = new();

    public BitSet Passkey { get; } = new();

    public BitSet Confirmed { get; } = new();

    public BitSet Password { get; } = new();
}
