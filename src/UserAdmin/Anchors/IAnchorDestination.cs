namespace UserAdmin.Anchors;

/// <summary>A place outside of the program where anchors are kept.</summary>
internal interface IAnchorDestination
{
    /// <summary>Its name in the record of what was delivered: <c>folder</c>, <c>address</c> or <c>mail</c>.</summary>
    string Name { get; }

    /// <summary>Where it is, for people; null if none is set, and then nothing is delivered.</summary>
    string? Target { get; }

    /// <summary>
    /// Whether only the last one of several that wait is delivered, because a person reads what arrives.
    /// </summary>
    bool OnlyTheLast { get; }

    /// <summary>Delivers one anchor. Delivering the same one again is harmless.</summary>
    /// <param name="anchor">The anchor.</param>
    /// <param name="publicKey">The public key as PEM, if this process has the one that signed; otherwise null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if it was delivered, otherwise what went wrong and what to do, as a sentence.</returns>
    Task<string?> DeliverAsync(Anchor anchor, string? publicKey, CancellationToken cancellationToken);
}
