using UserAdmin.Messaging;

namespace UserAdmin.Storage;

/// <summary>
/// A database cannot be used just now: another program has locked it, the disk is full, or it may not be written.
/// Nothing was changed.
/// </summary>
/// <param name="error">What is wrong and what to do.</param>
/// <param name="cause">What was caught.</param>
public sealed class DatabaseUnavailableException(Error error, Exception cause) : Exception(error.Message, cause)
{
    /// <summary>What is wrong and what to do.</summary>
    public Error Error { get; } = error;
}
