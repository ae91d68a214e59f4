namespace UserAdmin.Policies;

/// <summary>The rules for passwords, lockout, sessions and validity periods that administrators have set.</summary>
public sealed record Policy
{
    private readonly TimeSpan? _hostLockout;

    /// <summary>
    /// Minimum number of characters of a password, 8 to 64; 12 unless set. Length instead of composition rules, as NIST
    /// SP 800-63B section 3.1.1 recommends.
    /// </summary>
    public int MinPasswordLength { get; init; } = 12;

    /// <summary>Whether new passwords are looked up in the breach list, if the program has one.</summary>
    public bool ChecksBreachedPasswords { get; init; } = true;

    /// <summary>
    /// Failed sign-ins in a row after which an account is locked for a while, 3 to 100; 5 unless set.
    /// </summary>
    public int MaxFailedSignIns { get; init; } = 5;

    /// <summary>Minutes for which failed sign-ins lock an account, 1 to 1,440; 15 unless set.</summary>
    public int LockoutMinutes { get; init; } = 15;

    /// <summary>How long failed sign-ins lock an account: as the application says, or the policy.</summary>
    internal TimeSpan LockoutTime
    {
        get => _hostLockout ?? TimeSpan.FromMinutes(LockoutMinutes);
        init => _hostLockout = value;
    }

    /// <summary>Hours a session lasts, 1 to 720; 12 unless set.</summary>
    public int SessionHours { get; init; } = 12;

    /// <summary>Days for which a deleted account can be restored, 1 to 365; 30 unless set.</summary>
    public int RestoreDays { get; init; } = 30;

    /// <summary>Days for which the link of an invitation works, 1 to 90; 7 unless set.</summary>
    public int InvitationDays { get; init; } = 7;

    /// <summary>
    /// Hours for which a link to reset a password or to confirm an email works, 1 to 72; 4 unless set.
    /// </summary>
    public int LinkHours { get; init; } = 4;

    /// <summary>Days for which a temporary password works, 1 to 30; 3 unless set.</summary>
    public int TemporaryPasswordDays { get; init; } = 3;

    /// <summary>
    /// Days for which the details of sign-ins are kept (device, method, why one failed), 30 to 3,650, or 0 for ever; 0
    /// unless set. That somebody signed in at a time is kept for ever, because the chain of the log needs it.
    /// </summary>
    public int SignInRetentionDays { get; init; }

    /// <summary>
    /// Days for which IP addresses and the details of refused attempts are kept, 30 to 3,650, or 0 for ever; 0 unless
    /// set.
    /// </summary>
    public int AddressRetentionDays { get; init; }

    /// <summary>Whether everybody who holds a permission needs a second factor (or a passkey) to use it.</summary>
    public bool AdministratorsNeedSecondFactor { get; init; }
}
