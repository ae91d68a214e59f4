namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>A hash of another system that was understood.</summary>
internal interface IForeignHash
{
    /// <summary>What people call the kind.</summary>
    string Kind { get; }

    /// <summary>Everything that a comparison needs, as one text; reading it gives the same hash.</summary>
    string Text { get; }

    /// <summary>Compares a password, in a time that does not depend on where the two differ.</summary>
    bool Verify(string password);
}

/// <summary>What reading a text as a hash of one kind gave. The default means: it is none of that kind.</summary>
internal readonly record struct HashOutcome
{
    public IForeignHash? Hash { get; private init; }

    public string? Kind { get; private init; }

    public string? Reason { get; private init; }

    public bool IsOne => Hash is not null || Reason is not null;

    public static HashOutcome Of(IForeignHash hash) => new() { Hash = hash, Kind = hash.Kind };

    public static HashOutcome Refused(string kind, string reason) => new() { Kind = kind, Reason = reason };

    public static HashOutcome Damaged(string kind) =>
        Refused(kind, $"This looks like a hash of {kind}, but a part is missing or damaged.");

    public static HashOutcome TooCostly(string kind, string what) =>
        Refused(
            kind,
            $"This hash of {kind} has {what}: one sign-in would keep the server busy for seconds. "
                + "Leave the cell empty and invite the person."
        );
}
