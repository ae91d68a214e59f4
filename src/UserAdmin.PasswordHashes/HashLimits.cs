namespace UserAdmin.PasswordHashes;

/// <summary>
/// What a hash may cost at most. Each limit is one comparison of two to four seconds on two cores of a small server
/// (docs/decisions/0095): a hash beyond it would let anybody who knows the person's address keep the server busy.
/// </summary>
public static class HashLimits
{
    /// <summary>Characters of a hash with everything that belongs to it.</summary>
    public const int TextLength = 2048;

    /// <summary>The cost of bcrypt, the logarithm of its rounds.</summary>
    public const int BcryptCost = 15;

    /// <summary>Rounds of PBKDF2.</summary>
    public const int Pbkdf2Rounds = 5_000_000;

    /// <summary>Memory of Argon2 and scrypt, in KiB: 256 MiB.</summary>
    public const int MemoryKiB = 256 * 1024;

    /// <summary>Memory of Argon2 in KiB times its passes: 1 GiB written in all.</summary>
    public const int Argon2KiBPasses = 1024 * 1024;

    /// <summary>Lanes of Argon2 and scrypt.</summary>
    public const int Lanes = 16;

    /// <summary>N times r times p of scrypt.</summary>
    public const int ScryptWork = 1 << 22;

    /// <summary>Rounds of SHA-crypt (<c>$5$</c>, <c>$6$</c>).</summary>
    public const int ShaCryptRounds = 1_000_000;

    /// <summary>The cost of WordPress's older hashes (<c>$P$</c>), the logarithm of the rounds of MD5.</summary>
    public const int PhpassCost = 20;

    /// <summary>
    /// UTF-8 bytes of a password for the kinds that hash it anew in every round; a longer one does not match. The limit
    /// of libxcrypt.
    /// </summary>
    public const int RepeatedPasswordBytes = 512;
}
