namespace UserAdmin.Storage.Attached;

/// <summary>
/// Takes the next numbers for keys, in a database whose keys are numbers: from where the application's own inserts take
/// them, so that neither meets the other.
/// </summary>
internal interface INumberKeys
{
    /// <summary>Takes numbers that nobody gets again, whether they are used or not.</summary>
    /// <param name="kind">The table of users or of roles.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task<IReadOnlyList<string>> TakeAsync(IdentityTableKind kind, int count, CancellationToken cancellationToken);
}
